[   0.000 s] pages serves pages at pages (10.0.0.5)
[   0.000 s] twin-pages serves pages at twin-pages (10.0.0.6)
[   0.000 s] backup serves backup at backup (10.0.0.7)
[  20.000 s] setting changed: set rate=5/s of herd
[  40.000 s] setting changed: set rate=0/s of herd
[  56.000 s] operator: archive shall send no new requests
[  75.000 s] the network loses packets: loss office--dc rate 5 % for 10 s
[  85.000 s] the trouble is over (end of: loss office--dc rate 5 % for 10 s)
