# The pages anybody can open.
ask-title = Ask for a consultation
ask-lead = Tell us in a few words what is going on. A therapist reads it and gets in touch; asking binds you to nothing.
ask-who-reads = Only the therapists of this service read what you write here. It is kept sealed.
ask-not-urgent = Nobody watches this page day and night. If you are in danger or cannot keep yourself safe, please call the emergency number of your country now.
ask-send = Send
ask-sent-title = Thank you
ask-sent-1 = We have your message. A therapist of this service will get in touch the way you asked.
ask-sent-2 = If things get worse before that, do not wait for us: the numbers on the guide’s page answer at once.

sign-in-title = Sign in
sign-in-send = Sign in
sign-in-wrong = That login and passphrase do not go together.
sign-in-locked = That was tried too often. It opens again on { $until }.
sign-in-help = No login yet? Your therapist, or the person who runs this service, gives you an invitation.

first-title = A new clinic
first-lead = The service, who you are, a passphrase: then it is ready for the first client.
first-key = Everything written here is sealed with a key that is kept in a file on this machine. Keep a copy of that file in a safe place: without it nobody can read the data, and nobody can help.
first-send = Open the clinic
first-neutral-name = Calendar

invite-title = Welcome
invite-lead = Choose what you want to sign in with. The passphrase should be a few words that only you would put together.
invite-send = Go on

account-title = Your passphrase
account-lead = A new passphrase ends every other session of yours.
account-send = Change it

draft-saved = saved { $time }
draft-elsewhere = This text was also changed in another window. The other text is shown above; yours is below and is saved when you go on.
text-less = Show less
draft-beside = This was written into the same text in another window. It is kept here until you send yours.
draft-beside-sheet = This was written into the same text in another window. It is kept here until you let it go.
draft-beside-drop = Let go of what the other windows wrote

country-au = Australia
country-ca = Canada
country-de = Germany
country-fr = France
country-gb = United Kingdom
country-ie = Ireland
country-in = India
country-nl = Netherlands
country-nz = New Zealand
country-us = United States

guide-title = Interpersonal psychotherapy
guide-lead = When the people around us change, leave, die or fight with us, mood often goes with it. This therapy works there: on what happens between you and the people who matter, for a limited time, with a clear aim.
guide-now-title = If you need help now
guide-now-text = These numbers are answered by people. Nothing on this page is watched day and night.
guide-1-title = What it is
guide-1-1 = Interpersonal psychotherapy (IPT) is a talking therapy of usually twelve to sixteen weekly meetings of about fifty minutes. It starts from a simple observation: mood and relationships move together. It does not matter which came first.
guide-1-2 = You and a therapist choose one thing to work on, and stay with it until an end date you both know from early on.
guide-2-title = What it helps with
guide-2-1 = It was made for depression, where it is among the best-studied therapies and works on average as well as others. Forms of it are used around birth, for eating disorders, for anxiety and after trauma.
guide-2-2 = Four kinds of trouble are its home: a conflict with somebody close; a change in life, such as a divorce, a lost job, an illness, a move, a child; the death of somebody, when grief is stuck; and long loneliness, or relationships that keep failing.
guide-3-title = The opening: the first three or four meetings
guide-3-1 = You tell what has happened and how you have been. Together you draw a line of time and list the people in your life, near and far, to see where the trouble is.
guide-3-2 = Then you decide together whether this therapy is right for you. Sometimes something else is better first, and then that is said. If it is right, you agree on a focus in your own words, on goals, and on the number of meetings.
guide-4-title = The middle: the work
guide-4-1 = Each meeting begins with the week: what happened, with whom, and how you felt. You look closely at one moment, think about what you want, and practise what you could say or do. Between the meetings you try it, and then see how it went. Not trying is information too.
guide-5-title = The final meetings
guide-5-1 = The end is spoken about early, because it is a goodbye and may bring up sadness, worry or relief. You look back at what you came with: is it solved, better, or not? You write down the early signs to watch for, what helped, and who can help.
guide-6-title = What it asks of you
guide-6-1 = To come, to bring the week as it was, to answer a few questions about your mood, and to try small things with real people. It can be hard. You decide what you tell and what you try.
guide-7-title = What it is not
guide-7-1 = It is not for emergencies, and it does not replace medicine where that is needed. It does not look for faults in you or in others.
