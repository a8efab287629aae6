[   0.100 s] operator: kv-1 shall stand for election at once
[   0.100 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   0.106 s] kv-1 stands for election in term 2
[   0.110 s] kv-1 is elected leader of term 2
[   0.113 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   8.000 s] the network is cut in one direction: kv-1, kv-2 -> kv-3
[   9.667 s] kv-3 hears no leader and asks the others whether an election in term 3 could be won (3 times until 13.1 s)
[  14.000 s] the network is whole again: deaf is over
[  22.000 s] the network is cut in one direction: kv-1, kv-2 -> kv-3
[  23.913 s] kv-3 hears no leader and asks the others whether an election in term 3 could be won (3 times until 26.9 s)
[  28.000 s] the network is whole again: deaf-again is over
