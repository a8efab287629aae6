[   0.500 s] operator: kv-1, kv-3 shall stand for election at once (4 times until 1.3 s)
[   0.500 s] kv-1 stands for election in term 2
[   0.500 s] kv-3 stands for election in term 2
[   0.519 s] kv-3 refuses its vote to kv-1 in term 2
[   0.519 s] kv-1 refuses its vote to kv-3 in term 2
[   0.519 s] kv-4 refuses its vote to kv-1 in term 2
[   0.519 s] kv-2 refuses its vote to kv-3 in term 2
[   1.300 s] kv-1 stands for election in term 3
[   1.300 s] kv-3 stands for election in term 3
[   1.307 s] kv-1 refuses its vote to kv-3 in term 3
[   1.307 s] kv-3 refuses its vote to kv-1 in term 3
[   1.307 s] kv-2 refuses its vote to kv-3 in term 3
[   1.307 s] kv-4 refuses its vote to kv-1 in term 3
[   2.432 s] kv-1 stands for election in term 4
[   2.447 s] kv-1 is elected leader of term 4
[   2.460 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  12.000 s] host kv-1 loses power
[  12.424 s] both app processes have their first failure at the store: connect-timed-out
[  13.512 s] kv-4 stands for election in term 5
[  13.550 s] kv-4 is elected leader of term 5
[  13.563 s] kv-4 now answers reads and writes of the store: 9 keys, 0 leases
[  13.596 s] both app processes are served again
[  16.000 s] host kv-1 is powered on
[  16.000 s] kv-1 starts again on kv-1 (start 2)
[  16.002 s] kv-1 remembers from its disk: term 4, log up to entry 48
