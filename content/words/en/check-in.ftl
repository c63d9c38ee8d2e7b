# Check-ins: what is asked when, forms handed out, and what became of the answers.

fact-results-reviewed = Answers read
fact-results-discussed = Answers talked about

# A form by a link, and on the therapist’s device.
form-title = A few questions
form-door = Please type the PIN you were given. Without the link, type the code from the message as well.
form-open = Open
form-begin = Begin
form-next = Go on
form-who-reads = The person who gave you the PIN reads your answers, usually before you meet next. A colleague may read them too.
form-once = What you answer is kept only when you send it. It can be sent once.
form-sent = Your answers have been sent. You can close this page now.
form-unknown = No form belongs to this code. Please look at the message again, or ask for a new one.
form-wrong-pin =
    { $left ->
        [one] This is not the PIN. You can try once more.
       *[other] This is not the PIN. You can try { $left } more times.
    }
form-over-submitted = This form was sent already. It can be sent only once. If it was not you, please say so.
form-over-withdrawn = This form was withdrawn. Please ask for a new one.
form-over-void = A wrong PIN was typed too often, so this form is closed. Please ask for a new one.
form-over-expired = This form is too old to be sent. Please ask for a new one.
form-asked-no-more = These questions may no longer be asked here, so answers to them cannot be kept. It is nothing you did. Your therapist can ask you in another way.
form-answer-unknown = That answer is not one of the choices. Please choose again.
form-answer-twice = Two different answers came for one question. Please choose one.
form-renewed = The questions were renewed since you began. Nothing is lost: please look at each answer once more.
kiosk-lead = This device shows only these questions until it is given back. Take your time; you can go back and change an answer.
kiosk-done = Thank you. Please give the device back.
kiosk-next = Thank you. There are a few more questions.
kiosk-back = I am a member of staff
kiosk-back-lead = Type the PIN you chose when you handed the device over, or your passphrase.
kiosk-to-form = Back to the questions
kiosk-unlock = Free the device
kiosk-wrong = That did not free the device. Please try again.
field-form-code = Code from the message
field-pin = PIN
field-form-pin = PIN, six digits
field-device-pin = PIN to free the device again
hint-device-pin = Four to eight digits. Leave it empty to use your passphrase.
field-back-secret = PIN or passphrase
field-by-mail = Mail the link to the client, without any content
field-days = Days it is good for
field-measures = Questions

mail-link = Something is waiting for you. Please open this page; you were given a PIN for it.
mail-code = If the link does not open, type this code instead:

# The forms of a course.
forms-title = Forms and answers
forms-due = Asked before the next session
forms-nothing-asked = Nothing is asked at the moment.
forms-minutes =
    { $waited ->
        [yes] about { $minutes } min · waited for this check-in, because the one before was full
       *[no] about { $minutes } min
    }
forms-waiting = { $names } will be asked at the next check-in: this one would take longer than { $budget } minutes, and what matters more comes first.
forms-came-in = What came in
forms-confirm = Yes
forms-read = I have read it
forms-discussed = We talked about it
forms-out = Handed out
forms-withdraw = Withdraw
forms-made = The link is made
forms-made-text = The PIN is shown only now. Tell it in person; do not send it with the link.
forms-link = A link for one form
forms-link-text = Whoever has the link and knows the PIN can send this form once. It shows no name and nothing that was answered before.
forms-link-send = Make the link
forms-device = On this device
forms-device-text = The device is locked to these questions until you free it. Nothing else can be opened, not even with the back button.
forms-device-send = Lock the device and hand it over
term-came-in-came-in = came in
term-came-in-read = read
term-came-in-discussed = talked about
term-form-way-link = By link
term-form-way-device = On the therapist’s device
term-form-way-portal = Message about the portal
term-form-state-made = not sent yet
term-form-state-sent = sent
term-form-state-delivered = taken by the mail server
term-form-state-undelivered = could not be delivered
term-form-state-opened = opened
term-form-state-submitted = answers sent
term-form-state-withdrawn = withdrawn
term-form-state-void = closed after wrong PINs
term-form-state-expired = ran out

# The list of what waits.
nav-check-ins = Check-ins
waits-unread = Came in, not read yet
waits-undelivered = Could not be delivered
waits-late = Late: the session is here
waits-due = Due
waits-begun = Begun, not sent
waits-out = On their way
waits-expired = Ran out without an answer
waits-none = Nothing waits.

# From paper.
forms-paper = From paper
forms-paper-text = Answers on paper are typed twice, so that a slip of the finger does not become a score.
paper-title = From paper
paper-first = Type what the paper says. You will type it once more before anything is recorded.
paper-second = Now once more from the paper. What was typed first is not shown; only what differs will be.
paper-once = Keep, and type it again
paper-compare = Compare
paper-again = Throw the first typing away
paper-differs = The two typings differ here. Please look at the paper, and choose what it says.
paper-typed-first = Typed first
paper-typed-second = Typed second
paper-settle = Record what the paper says
form-not-sent = It could not be sent just now. Your answers are still here; please try again.
forms-over = This course is over, and the client did not ask to be asked again. Nothing more can be handed out.
