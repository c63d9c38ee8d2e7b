# The map as a file, and people from one.

file-title = The map as a file
file-lead = A file leaves what keeps this record safe. People in it are called by their aliases or initials unless you decide otherwise, and why it went out is recorded.
file-export-title = Take the map out
file-export = Save the file
file-import-title = Take people in
file-import = Add these people
field-file = As what
term-file-graphml = A graph (GraphML): people, and the ties among them
term-file-csv = A table (CSV) of the people
field-names = With the names of the people
hint-export-names = Otherwise by their aliases or initials.
hint-export-reason = For what, and for whom. It is kept in the record.
field-import = A table (CSV)
hint-import-import = A line for each person: name, tie, how it stands, ring, parted by commas or semicolons. All but the name may be left out. The ties are written as the file that is saved here writes them: partner, parent, sibling, friend, colleague and so on.
field-take-all = Also take what is not understood
hint-import-take-all = A tie that is not known becomes “another tie”; its own word is pinned to the person as a note.
refusal-not-understood = Not understood: { $words }. Put it right in the text, or take it as it is with the box below. Nobody was added yet.
fact-map-exported = Map taken out as a file
