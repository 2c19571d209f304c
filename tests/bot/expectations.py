"""Who may do what, row by row: a new row of the table is a new line here.

Written by hand and on purpose: that a row says who may is no proof that it says the right thing.
"""

COORDINATORS = """
/attendance
/attendance import
/attendance show
/attendance signin
/digest
/digest preview
/digest send
/digest settings
/event add
/event answer
/event cancel
/event checkin
/event import
/event invite
/event move
/event papers
/event uninvite
/joinedup export
/joinedup golive
/joinedup settings
/joinedup setup
/partner add
/partner close
/partner contact
/partner deputy
/partner edit
/partner import
/partner lead
/partner merge
/partner pause
/partner resume
arrangement.edit
arrangement.new
attendance.back
attendance.checkin
attendance.not_held
attendance.nudge_quorum
attendance.open
attendance.opened
attendance.opened.pdf
attendance.opened.print
attendance.quorum
attendance.report
attendance.signin
attendance.take_back
attendance.take_out
attendance.type_in
body.close
body.edit
body.new
body.reopen
call.for.1
call.for.2
call.for.3
call.leave_out
call.lines
call.lines.after
call.lines.before
call.member.1
call.member.2
call.member.3
call.other
call.undo
call.walk_in
contact.new
contact.remove
deputy.ask
deputy.ask_silent
deputy.refuse
diary.end
diary.new
digest.send
digest.settings
digest.thank
engagement.check
engagement.contact
engagement.put_off
engagement.put_off.back
event.access
event.all
event.all.again
event.all.do
event.calendar
event.calendar.do
event.cancel
event.cancel.again
event.cancel.all
event.cancel.do
event.change
event.chased
event.discard
event.draft.delete
event.drafts
event.drafts.after
event.drafts.before
event.edit_details
event.edit_details.all
event.follow
event.follow.again
event.follow.do
event.import.confirm
event.import.decide
event.import.discard
event.import.list
event.import.list.after
event.import.list.before
event.import.open
event.import.problems
event.import.problems.after
event.import.problems.before
event.import.questions
event.import.show
event.import.undo
event.invite
event.invite.again
event.invite.all
event.invite.do
event.keep
event.move
event.move.again
event.move.do
event.new
event.nudge
event.papers
event.phone
event.preview
event.record
event.record.seat
event.send
event.series_new
event.stop
event.test
event.who
event.whole
export.csv
export.offer
export.xlsx
feed.body.end
form arrangement.change
form arrangement.create
form attendance.not_held
form attendance.page
form attendance.report
form attendance.save
form body.change
form body.create
form body.finish
form call.other
form contact.log
form engagement.check
form engagement.contact
form engagement.put_off
form diary.create
form diary.finish
form event.all.look
form event.cancel.look
form event.cancel.which
form event.details.save
form event.follow.look
form event.import.send
form event.invite.look
form event.invite.which
form event.move.look
form event.move.which
form event.papers.which
form event.plan
form event.record.deputy
form event.record.save
form event.record.which
form holder.finish
form import.send
form introduction.who
form leave.begin
form leave.end_it
form leave.new.which
form leave.resume.which
form merge.make
form organisation.close.which
form organisation.close_it
form organisation.edit.which
form organisation.register
form organisation.reopen_it
form organisation.save
form paper.add
form partnership.set_up
form person.change
form person.create
form person.finish
form post.create
form post.finish
form record.leave
form review.deputy
form review.who
form role.give
form role.take
form seat.add_deputy
form seat.change
form seat.create
form seat.deputy_of.which
form seat.finish
form seat.hand_over
form seat.hand_over_sure
form seat.lead_of.which
form sector.save
form digest.settings.save
form settings.save
form term.save
form worklist.change
form worklist.later
golive.after
golive.before
golive.go
golive.show
golive.stop
holder.end
holder.take_back
home.skip
import.confirm
import.decide
import.discard
import.open
import.problems
import.problems.after
import.problems.before
import.questions
import.show
import.undo
introduction.confirm
introduction.turn_away
introduction.who
leave.end
leave.new
leave.resume
merge.new
merge.undo
organisation.close
organisation.edit
organisation.new
organisation.reopen
paper.new
paper.remove
partnership.setup
person.edit
person.leave
person.links
person.new
post.end
post.new
reconnect.draft
record.correct
record.leave
review.apologies
review.attending
review.deputy
review.event.1
review.event.2
review.event.3
review.guest
review.ignore
review.keep
review.known
review.more
review.move
review.record
review.stands_in
review.unsure
review.who
role.end
role.new
sample.lay
sample.remove
seat.add
seat.deputy
seat.deputy_of
seat.edit
seat.end
seat.lead
seat.lead_of
sector.edit
sector.list
sector.new
settings.open
shortcut attendance.record
shortcut contact.shortcut
shortcut event.new
shortcut event.record
term.edit
term.list
term.new
term.remove
worklist.accept
worklist.after
worklist.before
worklist.change
worklist.decline
worklist.done
worklist.later
worklist.list
"""
"""What a coordinator may do, and nobody else."""

READERS = """
/attendance figures
/engagement
/engagement sectors
/engagement show
/event
/event list
/event series
/event show
/joinedup audit
/joinedup bodies
/joinedup roles
/partner
/partner help
/partner list
/partner people
/partner seat
/partner show
attendance.minutes
audit.all
audit.filter
audit.list
audit.newer
audit.older
body.list
body.page.after
body.page.before
digest.list
digest.table
engagement.how
engagement.put_off.list
engagement.turn
engagement.turn_on
engagement.why
event.answers
event.answers.after
event.answers.before
event.answers.one
event.list
event.other
event.page.after
event.page.before
event.past
event.past_page.after
event.past_page.before
event.rounds.newer
event.rounds.older
event.series
event.show
event.show.after
event.show.before
event.told
event.told.after
event.told.before
export.attendance.csv
export.attendance.xlsx
figures.after
figures.all
figures.before
figures.events
figures.export
figures.partners
figures.period
figures.show
form audit.filter
form organisation.as_it_was
form organisation.find
form organisation.show.which
form person.list.which
form seat.list.which
import.template
organisation.as_of
organisation.by_body
organisation.by_sector
organisation.by_status
organisation.list
organisation.page.after
organisation.page.before
organisation.search
organisation.show
organisation.timeline
organisation.timeline.newer
organisation.timeline.older
person.list
person.show
record.of
role.after
role.before
role.list
search search.audience
search search.bodies
search search.invited
search search.organisations
search search.people
search search.quorum_members
search search.seats
seat.list
seat.show
"""
"""What the partnership's own team may: coordinators, chair and scrutineers read."""

PARTNERS = """
form seat.tell
seat.tell
"""
"""What is for those who speak for an organisation."""

ANYBODY = """
/joinedup
/joinedup feed
/joinedup help
/joinedup messages
event.agenda
event.answer.apart
event.answer.apologies
event.answer.attending
event.answer.cannot
event.answer.change
event.answer.deputy
event.answer.done
event.answer.fine
event.answer.send
event.answer.unsure
event.checkin
event.coming
event.open.access
event.open.file
event.open.join
event.open.page
feed.body.off
feed.body.renew
feed.off
feed.open
feed.renew
feed.show
form event.answer.apologies
form event.answer.deputy
form event.checkin
form preferences.save
form record.wrong
home
paper.open
partnership.help
preferences.open
preferences.privacy
own.how
record.all
record.newer
record.older
record.open
record.recent
record.show
record.withdraw
record.wrong
said app_mention
said message
"""
"""What is for everybody whom the partnership knows in a role."""
