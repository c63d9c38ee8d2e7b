# What waits for the connection on the client’s pages.

queue-waiting =
    { $count ->
        [one] One entry waits for the connection. Please keep this page open.
       *[other] { $count } entries wait for the connection. Please keep this page open.
    }
queue-sent = Everything has been sent.
queue-refused = This one could not be read. Please write it once more.
queue-full = No more entries can wait. Please go on when the connection is back.
queue-sign-in = You were signed out meanwhile. Your entries wait here: please sign in, and come back to this page.
