[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   8.000 s] the network splits: kv-1, lonely-host-1 | kv-2, kv-3, kv-4, kv-5, lonely-host-2, app-host
[   8.424 s] both app processes have their first failure at the store: connect-timed-out
[   8.494 s] lonely-2 has its first failure at the store: connect-timed-out
[   8.595 s] both lonely processes have their first failure at the store: request-timed-out (until 16.6 s)
[   9.540 s] kv-1 gives up leading term 2: a majority has not answered for an election timeout
[   9.540 s] kv-1 no longer answers writes: it does not lead any more
[   9.546 s] kv-4 hears no leader and asks the others whether an election in term 3 could be won
[   9.552 s] kv-4 stands for election in term 3
[   9.556 s] kv-4 is elected leader of term 3
[   9.559 s] kv-4 now answers reads and writes of the store: 10 keys, 0 leases
[   9.566 s] both app processes are served again (4 times until 17.7 s)
[   9.651 s] lonely-2 is served again, after 31 failed attempts in 1.157 s
[  10.659 s] kv-1 hears no leader and asks the others whether an election in term 3 could be won (10 times until 24.0 s)
[  16.000 s] the network splits: kv-4, lonely-host-2 | kv-2, kv-3, kv-5, app-host
[  16.524 s] both app processes have their first failure at the store: request-timed-out
[  17.556 s] kv-4 gives up leading term 3: a majority has not answered for an election timeout
[  17.556 s] kv-4 no longer answers writes: it does not lead any more
[  17.588 s] kv-2 hears no leader and asks the others whether an election in term 4 could be won
[  17.594 s] kv-2 stands for election in term 4
[  17.598 s] kv-2 is elected leader of term 4
[  17.601 s] kv-2 now answers reads and writes of the store: 10 keys, 0 leases
[  18.736 s] kv-4 hears no leader and asks the others whether an election in term 4 could be won (4 times until 23.2 s)
[  24.000 s] the network is whole again: first-split is over
[  24.000 s] the network is whole again: second-split is over
[  24.016 s] both lonely processes are served again
[  24.215 s] kv-1 throws away entries 193 to 197: the leader's log differs and they were never committed
[  24.663 s] kv-4 throws away entries 412 to 416: the leader's log differs and they were never committed
