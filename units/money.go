package units

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Currency is an upper-case code: "BTC" or an ISO 4217 code such as "USD".
type Currency string

// Currencies with rules of their own.
const (
	BTC Currency = "BTC"
	USD Currency = "USD"
)

// Sat is a whole number of satoshi, 1e-8 BTC.
type Sat int64

// SatPerBTC is the number of satoshi in a bitcoin (Bitcoin Core, amount.h: COIN).
const SatPerBTC = 100_000_000

// BTC is the amount in bitcoin, for printing and ratios only.
func (s Sat) BTC() float64 { return float64(s) / SatPerBTC }

// String is the amount in bitcoin with eight decimals.
func (s Sat) String() string { return MilliSat(s * 1000).text(8) }

// MilliSat is a whole number of thousandths of a satoshi, 1e-11 BTC: the accrual unit, so that
// a single TH/s loses nothing to rounding day by day (same unit as Lightning's msat, BOLT 2).
type MilliSat int64

// MSatPerBTC is the number of milli-satoshi in a bitcoin.
const MSatPerBTC = 100_000_000_000

// BTC is the amount in bitcoin, for printing and ratios only.
func (m MilliSat) BTC() float64 { return float64(m) / MSatPerBTC }

// FloorSat is the whole satoshi in m, rounded toward minus infinity.
func (m MilliSat) FloorSat() Sat {
	if m < 0 && m%1000 != 0 {
		return Sat(m/1000) - 1
	}
	return Sat(m / 1000)
}

// String is the amount in bitcoin with eleven decimals.
func (m MilliSat) String() string { return m.text(11) }

func (m MilliSat) text(decimals int) string {
	sign, u := "", uint64(m)
	if m < 0 {
		sign, u = "-", -u
	}
	frac := fmt.Sprintf("%011d", u%MSatPerBTC)
	return fmt.Sprintf("%s%d.%s", sign, u/MSatPerBTC, frac[:decimals])
}

// RoundMilliSat is btc bitcoin to the nearest milli-satoshi (half away from zero).
// It panics on NaN and beyond +-21 million bitcoin, which no caller may reach.
func RoundMilliSat(btc float64) MilliSat {
	m := btc * MSatPerBTC
	if !(math.Abs(m) <= 21e6*MSatPerBTC) {
		panic(fmt.Sprintf("units: %v BTC is outside the money supply", btc))
	}
	return MilliSat(Round(m))
}

// Micro is a whole number of millionths of a fiat unit (1e-6 USD, 1e-6 EUR): the accrual unit of
// fiat amounts, since a fee of one TH/s and day is a fraction of a cent.
type Micro int64

// Float is the amount in whole units of the currency, for printing and ratios only.
func (m Micro) Float() float64 { return float64(m) / 1e6 }

// RoundCents is the amount in whole cents, half away from zero.
func (m Micro) RoundCents() Cents {
	if m < 0 {
		return -((-m).RoundCents())
	}
	return Cents((m + 5000) / 10000)
}

// RoundMicro is v units of a fiat currency to the nearest millionth (half away from zero).
// It panics on NaN and beyond +-9e12 units.
func RoundMicro(v float64) Micro {
	if !(math.Abs(v) <= 9e12) {
		panic(fmt.Sprintf("units: amount %v is out of range", v))
	}
	return Micro(Round(v * 1e6))
}

// Cents is a whole number of hundredths of a fiat unit.
type Cents int64

// String is the amount with two decimals and thousands grouped, without currency.
func (c Cents) String() string {
	sign, u := "", uint64(c)
	if c < 0 {
		sign, u = "-", -u
	}
	return fmt.Sprintf("%s%s.%02d", sign, Group(fmt.Sprint(u/100)), u%100)
}

// ShowCount is a number of things, whose plural takes an s: "1 block", "1,234 blocks".
func ShowCount(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Group(strconv.Itoa(n)) + " " + one + "s"
}

// Group puts commas between groups of three in a string of digits, which may have a sign and decimals.
func Group(digits string) string {
	whole, frac, has := strings.Cut(digits, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if has {
		return sign + whole + "." + frac
	}
	return sign + whole
}

// Money is an amount of one currency. Minor counts milli-satoshi for BTC, millionths for all others.
type Money struct {
	Currency Currency
	Minor    int64
}

// Scale is the number of minor units in one unit of the currency.
func (c Currency) Scale() float64 {
	if c == BTC {
		return MSatPerBTC
	}
	return 1e6
}

// Float is the amount in whole units of its currency, for printing and ratios only.
func (m Money) Float() float64 { return float64(m.Minor) / m.Currency.Scale() }

// String is the exact amount, as "2026.08 USD".
func (m Money) String() string {
	sign, u := "", uint64(m.Minor)
	if m.Minor < 0 {
		sign, u = "-", -u
	}
	scale := uint64(m.Currency.Scale())
	text := fmt.Sprintf("%s%d.%0*d", sign, u/scale, len(fmt.Sprint(scale))-1, u%scale)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".") + " " + string(m.Currency)
}

// ParseMoney reads "2026.08 USD", "$20", "€1,150", "500 dollars", "0.001 BTC" or "5000 sat", to the
// nearest minor unit, half up. Negative amounts are refused, and so are amounts beyond 9e18 minor units.
func ParseMoney(s string) (Money, error) {
	n, u, ok := split(currencyLast(plainly(s)))
	cur, per, known := currency(u)
	switch {
	case ok && known && n.float*cur.Scale()/per > 9e18:
		return Money{}, &Error{s, "an amount of money that exists", "check the number and its unit"}
	case !ok || !known || n.float < 0:
		return Money{}, &Error{s, "an amount of money",
			hintAmount(s, "", `write a number and a currency, as in "2026.08 USD" or "0.001 BTC"`)}
	case n.float*cur.Scale()/per < 0.1:
		return Money{cur, 0}, nil
	}
	return Money{cur, n.minor(cur.Scale() / per)}, nil
}

// minor is the number times a power of ten, exactly, rounded half up: a float64 holds only 15 digits. The
// number is positive and not tiny.
func (n number) minor(power float64) int64 {
	exact, ok := new(big.Rat).SetString(n.digits)
	if !ok {
		panic("units: a number that was read cannot be read again: " + n.digits)
	}
	exact.Mul(exact, new(big.Rat).SetFloat64(power)).Add(exact, big.NewRat(1, 2))
	return new(big.Int).Quo(exact.Num(), exact.Denom()).Int64()
}
