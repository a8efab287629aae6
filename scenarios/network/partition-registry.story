[   0.000 s] all 6 plain-web processes serve web
[   0.000 s] all 6 careful-web processes serve web
[   0.004 s] all 6 plain-web processes are registered with registry-host (10.0.0.1:8761)
[   0.004 s] all 6 careful-web processes are registered with registry-host (10.0.0.1:8762)
[  28.000 s] the network splits: registry-host | plain-far-1, plain-far-2, plain-far-3, plain-far-4, careful-far-1, careful-far-2, careful-far-3, careful-far-4, far-clients-1, far-clients-2
[  32.004 s] 4 of 6 plain-web processes cannot reach the registry registry-host (10.0.0.1:8761) (request-timed-out)
[  32.004 s] 4 of 6 careful-web processes cannot reach the registry registry-host (10.0.0.1:8762) (request-timed-out)
[  32.014 s] all 4 plain-far-clients cannot reach the registry registry-host (10.0.0.1:8761) (request-timed-out)
[  32.014 s] all 4 careful-far-clients cannot reach the registry registry-host (10.0.0.1:8762) (request-timed-out)
[  45.000 s] careful-registry protects its list: 6 heartbeats in the last window, it wants more than 10
[  50.000 s] plain-registry drops plain-web-3 of web: no heartbeat for 24.995 s
[  50.000 s] plain-registry drops plain-web-4 of web: no heartbeat for 24.995 s
[  50.000 s] plain-registry drops plain-web-5 of web: no heartbeat for 24.995 s
[  50.000 s] plain-registry drops plain-web-6 of web: no heartbeat for 24.995 s
[  50.024 s] all 12 plain-near-clients strike plain-far-1, plain-far-2, plain-far-3, plain-far-4 off their lists
[  57.623 s] all 4 plain-far-clients have their first failure at plain-near-1 (10.0.0.6) (until 58.3 s)
[  57.672 s] all 12 plain-near-clients have their first failure at plain-near-2 (10.0.0.7) (14 times until 58.3 s)
[  57.697 s] all 12 plain-near-clients have their first failure at plain-near-1 (10.0.0.6) (until 58.2 s)
[  57.703 s] all 4 plain-far-clients have their first failure at plain-near-2 (10.0.0.7) (until 58.5 s)
[  57.814 s] 2 of 12 plain-near-clients are served by plain-near-2 (10.0.0.7) again
[  65.000 s] host plain-far-2 loses power
[  65.000 s] host careful-far-2 loses power
[  65.550 s] all 12 careful-near-clients have their first failure at careful-far-2 (10.0.0.15) (until 66.3 s)
[  65.668 s] all 4 plain-far-clients have their first failure at plain-far-2 (10.0.0.9) (until 66.1 s)
[  65.742 s] all 4 careful-far-clients have their first failure at careful-far-2 (10.0.0.15) (until 66.1 s)
[  90.000 s] the network is whole again: split is over
[  90.008 s] 3 of 6 plain-web processes reach the registry registry-host (10.0.0.1:8761) again
[  90.008 s] 3 of 6 plain-web processes learn that registry-host (10.0.0.1:8761) no longer lists them and register again
[  90.008 s] 3 of 6 careful-web processes reach the registry registry-host (10.0.0.1:8762) again
[  90.010 s] 3 of 6 plain-web processes are registered with registry-host (10.0.0.1:8761)
[  90.041 s] all 12 plain-near-clients learn of plain-far-1, plain-far-3, plain-far-4
[  93.018 s] all 4 plain-far-clients strike plain-far-2 off their lists
[  93.018 s] all 4 plain-far-clients reach the registry registry-host (10.0.0.1:8761) again
[  93.018 s] all 4 careful-far-clients reach the registry registry-host (10.0.0.1:8762) again
[ 105.000 s] careful-registry trusts silence again: 15 heartbeats in the last window, more than 10
[ 105.000 s] careful-registry drops careful-web-4 of web: no heartbeat for 79.995 s
[ 105.047 s] all 12 careful-near-clients strike careful-far-2 off their lists
[ 108.025 s] all 4 careful-far-clients strike careful-far-2 off their lists
