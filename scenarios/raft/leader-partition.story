[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  10.000 s] the network splits: kv-1, near-host | kv-2, kv-3, app-host
[  10.424 s] all 3 app processes have their first failure at the store: connect-timed-out
[  10.511 s] near-1 has its first failure at the store: request-timed-out
[  11.540 s] kv-1 gives up leading term 2: a majority has not answered for an election timeout
[  11.540 s] kv-1 no longer answers writes: it does not lead any more
[  11.557 s] kv-2 hears no leader and asks the others whether an election in term 3 could be won
[  11.563 s] kv-2 stands for election in term 3
[  11.567 s] kv-2 is elected leader of term 3
[  11.570 s] kv-2 now answers reads and writes of the store: 10 keys, 0 leases
[  11.582 s] all 3 app processes are served again
[  12.659 s] kv-1 hears no leader and asks the others whether an election in term 3 could be won (4 times until 17.1 s)
[  18.000 s] the network is whole again: split is over
[  18.009 s] near-1 is served again, after 570 failed attempts in 7.498 s
[  18.560 s] kv-1 throws away entries 171 to 186: the leader's log differs and they were never committed
