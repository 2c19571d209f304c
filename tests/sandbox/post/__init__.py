"""The post office, by its SMTP door, its pages and what it keeps."""
