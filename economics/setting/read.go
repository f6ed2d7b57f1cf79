package setting

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// readPrice reads the price of one bitcoin in dollars.
func readPrice(s string) (float64, error) {
	v, err := units.ParseMoney(s)
	if err == nil && v.Currency != units.USD {
		err = &units.Error{
			Text: s,
			Want: "a price in dollars",
			Hint: `write dollars per bitcoin, as in "76000USD"`,
		}
	}
	return positive(s, v.Float(), err)
}

// readHashprice reads dollars per TH/s and day.
func readHashprice(s string) (float64, error) {
	v, err := units.ParsePerHashrateDay(s)
	if err == nil && v.Currency != units.USD {
		err = &units.Error{Text: s, Want: "a price in dollars",
			Hint: `write dollars per TH/s and day, as in "0.036USD/TH/day"`}
	}
	return positive(s, v.Value, err)
}

// readDifficulty reads a difficulty as a plain number or in trillions, as it is often quoted.
func readDifficulty(s string) (float64, error) {
	number, trillions := strings.CutSuffix(strings.TrimSpace(strings.ReplaceAll(s, ",", "")), "T")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if trillions {
		v *= 1e12
	}
	if err != nil || v < 1 || v > 1e30 || math.IsNaN(v) {
		return 0, &units.Error{Text: s, Want: "a difficulty",
			Hint: `write a number from 1 up, as in "1.25e14" or "125T"`}
	}
	return v, nil
}

func positive(s string, v float64, err error) (float64, error) {
	if err == nil && !Plausible(v) {
		want := "above zero"
		if v > 0 {
			want = "within 1e-12 and 1e12"
		}
		err = &units.Error{Text: s, Want: want, Hint: "leave it out to use the facts"}
	}
	return v, err
}

// Plausible holds for any price there ever was; beyond it arithmetic overflows.
func Plausible(v float64) bool { return v >= 1e-12 && v <= 1e12 }

// readOpenDays reads how many days of an open contract are computed.
func readOpenDays(s string) (int, error) {
	v, err := units.ParseDays(s)
	if err == nil && v == 0 {
		err = &units.Error{Text: s, Want: "a day or more", Hint: `write a number of days, as in "1095d"`}
	}
	return int(v), err
}

// readPower reads what a kWh costs. Free power is refused as a slip: nobody runs a machine for nothing.
func readPower(s string) (float64, error) {
	v, err := units.ParseEnergyPrice(s)
	if err == nil && (v.Currency != units.USD || !(v.Value > 0) || v.Value > 10) {
		err = &units.Error{Text: s, Want: "a power price above zero in dollars",
			Hint: `write dollars per kWh, as in "0.08USD/kWh"`}
	}
	return v.Value, err
}

// readMachine finds a machine whose hashrate and power are known.
func readMachine(name string) (hardware.Machine, error) {
	m, err := hardware.Find(name)
	if err == nil && !m.Usable() {
		err = fmt.Errorf(
			"the catalogue has no hashrate or power for %s; choose one that assay hardware lists "+
				"with both",
			m.Name(),
		)
	}
	return m, err
}

func readDollars(s string) (float64, error) {
	v, err := units.ParseMoney(s)
	if err == nil && (v.Currency != units.USD || v.Minor == 0 || math.IsInf(v.Float(), 0)) {
		err = &units.Error{
			Text: s,
			Want: "an amount above zero in dollars",
			Hint: `write dollars, as in "500USD"`,
		}
	}
	return v.Float(), err
}

// readDrift reads "5%/year"; a fall is written "-5%/year".
func readDrift(s string) (float64, error) {
	text, falls := strings.CutPrefix(strings.TrimSpace(s), "-")
	v, err := units.ParseFractionPer(text)
	if err != nil || v.Unit != "year" || v.Value > 10 || falls && v.Value >= 1 {
		err = &units.Error{Text: s, Want: "a growth per year, of -99 % to 1000 %",
			Hint: `write per cent per year, as in "5%/year"`}
	}
	if falls {
		v.Value = -v.Value
	}
	return v.Value, err
}

// readPaths reads a number of simulated markets; none is -1 in Choices.
func readPaths(s string) (int, error) {
	v, err := strconv.ParseInt(s, 0, 64)
	switch {
	case err != nil || v < 0 || v > maxPaths:
		return 0, &units.Error{Text: s, Want: fmt.Sprintf("within 0 to %d", maxPaths),
			Hint: "leave it out for the default, or write 0 for none"}
	case v == 0:
		return -1, nil
	}
	return int(v), nil
}

func readSeed(s string) (uint64, error) {
	v, err := strconv.ParseUint(s, 0, 64)
	if err != nil {
		err = &units.Error{Text: s, Want: "a seed", Hint: `write a whole number from 0 up, as in "7"`}
	}
	return v, err
}

func readShare(s string) (units.Fraction, error) {
	v, err := units.ParseFraction(s)
	if err == nil && v > 1 {
		err = &units.Error{Text: s, Want: "a share of at most 100 %", Hint: `write per cent, as in "30%"`}
	}
	return v, err
}

// readRate reads "EUR=1.08", dollars for one unit of another currency, beside those that are set.
func readRate(e Target, s string) error {
	code, rate, ok := strings.Cut(s, "=")
	code = strings.ToUpper(strings.TrimSpace(code))
	v, err := strconv.ParseFloat(strings.TrimSpace(rate), 64)
	switch {
	case !ok || len(code) != 3 || err != nil || !Plausible(v):
		return fmt.Errorf(`%q is not an exchange rate; write a currency and its worth in dollars, `+
			`as in "EUR=1.08"`, s)
	case code == "USD" || code == "BTC":
		return errors.New("dollars and bitcoin need no rate here; " + need.Price.String() +
			" gives the price of bitcoin")
	}
	rates := maps.Clone(e.Choices.USDPer) // evidence that was copied keeps its own
	if rates == nil {
		rates = map[units.Currency]float64{}
	}
	rates[units.Currency(code)] = v
	e.Choices.USDPer = rates
	return nil
}

// readCurrency reads the code of a currency that amounts are said in.
func readCurrency(s string) (units.Currency, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	switch {
	case code == string(units.BTC):
		return "", errors.New(`amounts stand in bitcoin beside money already; write a currency, as in "EUR"`)
	case len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return "", fmt.Errorf("%.20q is not the code of a currency; write three letters, as in \"EUR\"", s)
	}
	return units.Currency(code), nil
}
