# Dates as they are written.
date-day = { $weekday } { $day } { $month } { $year }
date-plain = { $day } { $month } { $year }
date-short = { $day } { $short }
date-moment = { $day }, { $time }
date-month-year = { $month } { $year }
date-season-year = { $season } { $year }
date-about = about { $date }

date-weekday-1 = Monday
date-weekday-2 = Tuesday
date-weekday-3 = Wednesday
date-weekday-4 = Thursday
date-weekday-5 = Friday
date-weekday-6 = Saturday
date-weekday-7 = Sunday

date-month-1 = January
date-month-2 = February
date-month-3 = March
date-month-4 = April
date-month-5 = May
date-month-6 = June
date-month-7 = July
date-month-8 = August
date-month-9 = September
date-month-10 = October
date-month-11 = November
date-month-12 = December

date-month-short-1 = Jan
date-month-short-2 = Feb
date-month-short-3 = Mar
date-month-short-4 = Apr
date-month-short-5 = May
date-month-short-6 = Jun
date-month-short-7 = Jul
date-month-short-8 = Aug
date-month-short-9 = Sep
date-month-short-10 = Oct
date-month-short-11 = Nov
date-month-short-12 = Dec

date-season-1 = spring
date-season-2 = summer
date-season-3 = autumn
date-season-4 = winter

# Dates as they are read: every word that may be typed, lower case, with commas between.
date-read-month-1 = january, jan
date-read-month-2 = february, feb
date-read-month-3 = march, mar
date-read-month-4 = april, apr
date-read-month-5 = may
date-read-month-6 = june, jun
date-read-month-7 = july, jul
date-read-month-8 = august, aug
date-read-month-9 = september, sept, sep
date-read-month-10 = october, oct
date-read-month-11 = november, nov
date-read-month-12 = december, dec
date-read-season-1 = spring
date-read-season-2 = summer
date-read-season-3 = autumn, fall
date-read-season-4 = winter
date-read-about = about, around, circa, c, roughly, approximately
