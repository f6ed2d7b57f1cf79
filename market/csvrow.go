package market

import (
	"fmt"
	"math"
	"strconv"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// genesis is the day of the first block.
const genesis units.Date = 14247 // 2009-01-03

// row reads one day. On the first line an epoch may have begun before.
func (p *parser) row(first bool) (o Observation, err error) {
	if o.Date, err = units.ParseISODate(p.cell("date")); err != nil {
		return o, p.wrong(`write the day as in "2021-09-12"`, "%s is not a date", quote(p.cell("date")))
	}
	if o.Date < genesis || o.Date > genesis+maxDays {
		return o, p.wrong("begin with 2009-01-03 or later", "on %s there is no Bitcoin", o.Date)
	}
	if o.PriceUSD, err = p.number("price_usd", 1e12); err != nil {
		return o, err
	}
	if o.Difficulty, err = p.number("difficulty", 1e60); err != nil {
		return o, err
	}
	if o.Difficulty >= 0 && o.Difficulty < consensus.Difficulty(0x207fffff) {
		return o, p.wrong(
			"leave the cell empty if the figure is not known",
			"difficulty %s is none",
			quote(p.cell("difficulty")),
		)
	}
	if o.Blocks, err = p.whole("block_count", maxBlocks); err != nil {
		return o, err
	}
	if o.FirstHeight, err = p.whole("first_height", math.MaxInt32); err != nil {
		return o, err
	}
	if o.FeesBTC, err = p.fees(o.Blocks); err != nil {
		return o, err
	}
	if err = p.epoch(o.Date, first); err != nil {
		return o, err
	}
	return o, p.plausible(o)
}

// fees is the mean per block, from the column of means or else from the day's total.
func (p *parser) fees(blocks int) (float64, error) {
	mean, err := p.number("fees_btc_per_block", maxFees)
	if err != nil || mean >= 0 {
		return mean, err
	}
	total, err := p.number("fees_btc", maxFees*maxBlocks)
	if err != nil || total < 0 {
		return total, err
	}
	switch {
	case blocks < 0:
		return 0, p.wrong(
			"give block_count too, or leave fees_btc empty",
			"fees_btc is a day's total but block_count is empty",
		)
	case blocks == 0 && total > 0:
		return 0, p.wrong(
			"correct one of them",
			"fees_btc is %s on a day without blocks",
			quote(p.cell("fees_btc")),
		)
	case blocks == 0:
		return 0, nil
	case total/float64(blocks) > maxFees:
		return 0, p.wrong(
			"check the unit of fees_btc",
			"fees of %s BTC in %d blocks are more than %d BTC a block",
			p.cell("fees_btc"),
			blocks,
			maxFees,
		)
	}
	return total / float64(blocks), nil
}

// epoch keeps the epoch that begins on this day, if the line has one.
func (p *parser) epoch(date units.Date, first bool) error {
	h, t, b := p.cell("epoch_height"), p.cell("epoch_time"), p.cell("epoch_bits")
	if h == "" && t == "" && b == "" {
		return nil
	}
	height, err1 := strconv.ParseInt(h, 10, 32)
	unix, err2 := strconv.ParseInt(t, 10, 64)
	bits, err3 := strconv.ParseUint(b, 16, 32)
	if err1 != nil || err2 != nil || err3 != nil {
		return p.wrong("write them as in 969696, 1791011796 and 17021ef0, or leave all three empty",
			"epoch_height, epoch_time and epoch_bits are %s, %s and %s", quote(h), quote(t), quote(b))
	}
	if day := units.DateOf(unix); day > date || day < date && !first {
		return p.wrong(
			"move the epoch to the line of its day",
			"the epoch at height %d begins on %s, not on %s",
			height,
			day,
			date,
		)
	}
	e := Epoch{Height: int(height), Time: unix, Bits: uint32(bits)}
	last := len(p.epochs) - 1
	if err := checkEpochs(append(p.epochs[max(last, 0):len(p.epochs):len(p.epochs)], e)); err != nil {
		return p.wrong("give each epoch once, on the day it begins", "%s", err)
	}
	e.Difficulty = consensus.Difficulty(e.Bits)
	p.epochs = append(p.epochs, e)
	return nil
}

// slips are difficulties written in another unit: what a figure would be times the difficulty.
var slips = []struct {
	factor float64
	unit   string
}{
	{consensus.HashrateOf(1), "network hashrate in H/s"},
	{consensus.HashrateOf(1) / 1e3, "network hashrate in kH/s"},
	{consensus.HashrateOf(1) / 1e9, "network hashrate in GH/s"},
	{consensus.HashrateOf(1) / 1e12, "network hashrate in TH/s"},
	{consensus.HashrateOf(1) / 1e15, "network hashrate in PH/s"},
	{consensus.HashrateOf(1) / 1e18, "network hashrate in EH/s"},
	{1e-12, "difficulty in T"},
	{1e-9, "difficulty in G"},
}

// plausible refuses figures that, beside the embedded history's of that day (its last day's later on),
// look like the right figure in a wrong unit. Others may differ as they like: a history may be made up.
func (p *parser) plausible(o Observation) error {
	e := Embedded()
	fact := e.days[min(max(o.Date, e.First()), e.Last())-e.First()]
	for _, s := range slips {
		if r := o.Difficulty / (fact.Difficulty * s.factor); r > 0.5 && r < 2 {
			return p.wrong(
				fmt.Sprintf(
					"write the difficulty itself, about %s on that day",
					units.Format(fact.Difficulty, 4),
				),
				"difficulty %s looks like the %s",
				quote(p.cell("difficulty")),
				s.unit,
			)
		}
	}
	if r := o.PriceUSD / (fact.PriceUSD * 100); fact.PriceUSD > 0 && r > 0.7 && r < 1.5 {
		return p.wrong(fmt.Sprintf("write dollars, about %s on that day", units.Format(fact.PriceUSD, 6)),
			"price_usd %s looks like cents", quote(p.cell("price_usd")))
	}
	return nil
}
