"""Calendar messages as others read them."""
