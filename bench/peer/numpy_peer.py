"""The same work as the benchmarks of this folder, as a quant would write it in NumPy: float64, one
array operation for all paths, a loop over days where a day needs the one before.

Prints one line per measurement: name, seconds of wall clock, seconds of processor time, MiB.
Usage: numpy_peer.py paths|fan|screen
"""

import resource
import sys
import time

import numpy as np

DAYS = 365
FREEDOM = 4  # of the price's Student t


def market(paths, days, seed=1):
    """Price and hashvalue [day, path]: two correlated shocks, retargets by block count."""
    rng = np.random.default_rng(seed)
    price, hashvalue = np.empty((days, paths)), np.empty((days, paths))
    log_price, log_hash, log_difficulty = np.zeros(paths), np.zeros(paths), np.zeros(paths)
    blocks, elapsed = np.full(paths, 700.0), np.full(paths, 5.0)
    drift = rng.normal(0.001, 0.0005, paths)
    for day in range(days):
        scale = np.sqrt((FREEDOM - 2) / (2 * rng.standard_gamma(FREEDOM / 2, paths)))  # shared: a bivariate t
        t, z = rng.standard_normal((2, paths)) * scale
        log_price += 0.03 * t
        log_hash += drift + 0.01 * (0.1 * t + z)
        found = 144 * np.exp(log_hash - log_difficulty)
        blocks += found
        elapsed += 1
        full = blocks >= 2016
        over = np.where(full, (blocks - 2016) / found, 0.0)
        took = elapsed - over
        ratio = np.where(full, np.clip(14 / took, 0.25, 4.0), 1.0)
        log_difficulty += np.log(ratio)
        blocks = np.where(full, blocks - 2016, blocks)
        elapsed = np.where(full, over, elapsed)
        price[day] = 42000 * np.exp(log_price)
        hashvalue[day] = 1.9e-6 * np.exp(-log_difficulty) * (1 - over * (1 - 1 / ratio))
    return price, hashvalue


def offers(n, hashprice, seed=2):
    """Terms of 30 to 360 days, fees of 10 to 60 % of revenue, half deducted; one in four with a stop."""
    rng = np.random.default_rng(seed)
    for _ in range(n):
        term = int(rng.choice([30, 60, 90, 180, 270, 360]))
        yield {
            "delay": int(rng.integers(4)),
            "term": term,
            "upfront": term * hashprice * (0.2 + 0.8 * rng.random()),
            "fee": 0.0 if rng.integers(10) == 0 else hashprice * (0.1 + 0.5 * rng.random()),
            "separate": bool(rng.integers(2)),
            "stop": int(rng.choice([7, 21])) if rng.integers(4) == 0 else 0,
        }


def running(loses, n):
    """Whether each day is still run: until n losing days in a row."""
    days = np.arange(1, len(loses) + 1)[:, None]
    last_good = np.maximum.accumulate(np.where(loses, 0, days), axis=0)
    ended = np.cumsum(days - last_good >= n, axis=0)
    return (ended <= 1) & ~((ended == 1) & (np.vstack([np.zeros((1, ended.shape[1]), int), ended[:-1]]) == 1))


def prefix(a):
    """Sums over the days before each."""
    return np.vstack([np.zeros((1, a.shape[1])), np.cumsum(a, axis=0)])


def judge(o, price, hashvalue, cum_hash, cum_inverse):
    """Five quantiles of BTC efficiency of one offer: by prefix sums where its fees are linear and nothing stops it."""
    days = slice(o["delay"], min(o["delay"] + o["term"], len(price)))
    if not o["stop"] and (o["separate"] or o["fee"] == 0):
        net = cum_hash[days.stop] - cum_hash[days.start]
        paid = o["fee"] * (cum_inverse[days.stop] - cum_inverse[days.start])
        return np.percentile(net / (o["upfront"] / price[0] + paid), [5, 25, 50, 75, 95])
    p, h = price[days], hashvalue[days]
    fee = o["fee"] / p
    net = h if o["separate"] else np.maximum(h - fee, 0)
    paid = fee if o["separate"] else np.zeros_like(fee)
    if o["stop"]:
        on = running(fee > h, o["stop"])
        net, paid = net * on, paid * on
    efficiency = net.sum(axis=0) / (o["upfront"] / price[0] + paid.sum(axis=0))
    return np.percentile(efficiency, [5, 25, 50, 75, 95])


def report(name, started, cpu):
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name} {time.perf_counter() - started:.4f} {time.process_time() - cpu:.4f} {memory:.0f}", flush=True)


def main():
    work = sys.argv[1]
    if work == "paths":
        for _ in range(3):
            started, cpu = time.perf_counter(), time.process_time()
            market(4096, DAYS)
            report("paths", started, cpu)
    elif work == "fan":
        started, cpu = time.perf_counter(), 0
        price, hashvalue = market(65536, DAYS)
        np.percentile(price * hashvalue, [5, 25, 50, 75, 95], axis=1)
        report("fan", started, cpu)
    else:  # a hundredth of the 10,000 offers
        price, hashvalue = market(10240, DAYS)
        cum_hash, cum_inverse = prefix(hashvalue), prefix(1 / price)
        started, cpu = time.perf_counter(), time.process_time()
        for o in offers(100, price[0, 0] * hashvalue[0, 0]):
            judge(o, price, hashvalue, cum_hash, cum_inverse)
        report("screen", started, cpu)


main()
