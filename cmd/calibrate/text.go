package main

const intro = `# Residual values, token prices and sellers' survival: fits and their errors

Made by ` + "`go run ./cmd/calibrate`" + `; do not edit. Errors are of natural logarithms unless said otherwise: 0.42 means that
one price in three lies outside a factor of 1.5 either way, and a bias of +0.2 that prices are modelled 22 % too high.
Hashprice is the mean of the seven days to the date, from the embedded history.

`

const asicText = `## What a machine is worth

    price per TH/s = scale * hashprice^η * frontier^a / efficiency^b

hashprice in USD per TH/s and day, frontier and efficiency in J/TH. %d Monday prices of five efficiency bands of an ASIC
price index, %s to %s. The index is proprietary (Luxor; read from a copy in a public repository) and is
not part of this project: only the four figures in use are. Each band stands for one efficiency (17.5, 21.5, 31,
50, 95 J/TH). Standard errors (±) allow any correlation within a half-year.

| fit | scale, USD/TH | η | a | b | error of the fit |
|---|--:|--:|--:|--:|--:|
`

const trendText = `
The first member prices a machine by what it is, the second by how it compares with the newest on sale. The first finds
too little ageing on the whole, the second too much while improvement slows; neither is better everywhere below. Their
mean, in equal parts, is used: no weight was fitted.

The frontier is the trend of the best air-cooled machine of the embedded catalogue: %.1f J/TH at the start of 2018,
%.1f %% less each year. At each date below the trend is taken as it was known then.

### Level: fitted to a year's end, tried on everything after it

Typical error (rms), with the bias in brackets.

| fitted up to | trend a year | hashprice^η efficiency^-b | hashprice^η (frontier/efficiency)^b | mean |
|---|--:|--:|--:|--:|
`

const changesText = `
### Change: what a machine bought at one date fetches later

At each quarter from 2020 to 2024 every variant is fitted to what was known then; the change of each band's price
is predicted from the hashprice that came. Typical error, with the bias in brackets. The windows overlap: there are
about five independent years.

`

const crashText = `
A straight line of depreciation errs 1.7 times as much as the mean over one year and over two; the price that "stays" about twice
as much. Variants that price the option to mine are no better over a year. What is left is large: over a year, one
case in three is off by more than a factor of 1.9.

### The fall of 2021-05 to 2022-12

Reported by the press: under 38 J/TH, 119.25 USD/TH on 2021-05-07 and 15.71 on 2022-12-25, a fall of 86.8 %%.
Hashprice went from %.4f to %.4f USD per TH/s and day, a fall of %.1f %%. Modelled at 31 J/TH:

| fitted up to | 2021-05-07 | 2022-12-25 | change |
|---|--:|--:|--:|
`

const laterText = `
### Prices that the fit never saw

Asking prices of dealers and makers as they stand in the embedded catalogue, and an index quoted by The Block.

`

const laterReading = `
The mean was taken with sight of these prices, so they are a check and no proof. Dealers' asking prices hold up. The
index of 2026-09 shows what does not: machines that hardly pay for their power are priced far too high (four times
at 31 J/TH), and the newest too low. ` + "`ASICResalePerTH`" + ` therefore keeps the discount at which a machine was bought,
and never a premium.

`

const tokenText = `## What tokenised hashrate is worth

    price per TH/s = markup * TH^size * price of the machine

%d list prices of one seller (GoMining) on %d days, recorded by third parties in public repositories, without licence and
not part of this project beyond a few dated prices in the tests. Each day has the same weight.

| fitted on | markup | standard error | size | standard error |
|---|--:|--:|--:|--:|
| 2024-09 to 2025-12 | %.2f (ln %.3f) | %.3f (of ln) | %.4f | %.4f |
| all, for comparison | %.2f (ln %.3f) | %.3f (of ln) | %.4f | %.4f |

The first line is in use. **A TH/s as a token was offered at 1.8 times the price of the same hashrate in machines**, and
its holder pays fees for power and service on top, as the owner of a machine pays for power and housing.

`

const tokenReading = `

The markup on the machine's price carries over to the year it was not fitted to; elasticities fitted to ten days of a
calm market do not. Grades above 30 J/TH, whose fees came near the revenue or exceeded it, were listed at two thirds of the model and less.
On 2026-04-06 a marketplace price was recorded as well (25.82 USD/TH for 1 TH/s), but not its grade, so that
the distance between list and resale is not known; the haircut is an assumption.

The discount for holding fees in the seller's token saves %.1f %% a year on what is held, on every step: it pays for one
who expects the token to lose less than that a year against bitcoin, and the whole holding can be lost.

`

const survivalText = `
## How long sellers last

Kaplan-Meier over providers whose start and end (or last sign of life) are documented
(` + "`" + survivalFile + "`" + `). Providers enter because somebody wrote about them: those that vanished unnamed, most of
them, are missing, and frauds here are those large enough for a court. **Every figure is too kind.**

`

const hazardText = `
A high-yield programme lasted 28 days in the median, and 25 % of 1,576 more than 90 (Moore, Han and Clayton 2012):
Weibull with shape 0.594 and scale 51.9 days. The models in use, by the verdict on trust, with hashprice unmoved
(the rate is multiplied by hashprice at purchase over hashprice of the day, an assumption):

`

const hazardReading = `
A year counts 365.25 days. The provider that can be verified has an uncertain rate, Gamma(2 stops, 10 years), so its
expected survival falls more slowly than at a certain 0.2 a year (0.82 and 0.67).

A verdict of an earlier day stands on what of the list was known by then: who stopped later is counted as working until
that day, nobody is a fraud before he stopped, and with fewer than three stops no figure is given.
`

const tripText = `
### Bought, held and sold again

One TH/s of 15 J/TH bought at each recorded price and sold on %s at the list price of %.2f USD/TH less 10 %% to find a buyer
and 5 %% of market fee; fees of 0.05 USD/kWh and 0.0089 USD/TH/day. BTC efficiency: bitcoin received, the sale
included, per bitcoin that the price would have bought. Holdings below 90 days are left out: a purchase is locked so long.
The discount is given without the cost of holding the token that it needs.

| bought | USD/TH | mined alone | BTC efficiency | in dollars | with 20 %% off all fees | in dollars |
|---|--:|--:|--:|--:|--:|--:|
`
