package statement

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/assaymining/assay/units"
)

const hashPerTera = 1e-12

func braiinsRewards(b *builder, data []byte) error {
	var a struct {
		BTC struct {
			Rewards []struct {
				Date   text            `json:"date"`
				Total  text            `json:"total_reward"`
				Mining text            `json:"mining_reward"`
				Shares text            `json:"shares"`
				Prices json.RawMessage `json:"share_prices"`
			} `json:"daily_rewards"`
		} `json:"btc"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	for i, r := range a.BTC.Rewards {
		b.s.Read++
		m, ok := b.epoch(i+1, r.Date, 1)
		if !ok {
			continue
		}
		shares, _ := number(string(r.Shares))
		more := &Parts{Shares: max(shares, 0), Price: onePrice(r.Prices)}
		th := 0.0
		if shares > 0 {
			// A day's shares of difficulty 1 are 2^32 hashes each: the mean hashrate that the pool counted.
			th = shares * (1 << 32) / 86400 * hashPerTera
		}
		if th > 1e9 {
			th = 0
		}
		b.credit(i+1, m, r.Total, th, more)
	}
	return nil
}

// onePrice is the share price of a day that had one; 0 where there were several or none. Older answers
// write a list of strings.
func onePrice(data json.RawMessage) float64 {
	var list []struct {
		Price text `json:"share_price"`
	}
	var old []text
	if json.Unmarshal(data, &list) == nil && len(list) == 1 {
		old = []text{list[0].Price}
	} else if json.Unmarshal(data, &old) != nil {
		return 0
	}
	if len(old) != 1 {
		return 0
	}
	v, err := number(string(old[0]))
	if err != nil || !(v > 0) {
		return 0
	}
	return v
}

func braiinsPayouts(b *builder, data []byte) error {
	type entry struct {
		At     text `json:"requested_at_ts"`
		Status text `json:"status"`
		Sats   text `json:"amount_sats"`
		TxID   text `json:"tx_id"`
		Proof  text `json:"invoice"`
	}
	var a struct{ Onchain, Lightning []entry }
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	for i, e := range append(a.Onchain, a.Lightning...) {
		b.s.Read++
		if e.Status == "failed" || e.Status == "queued" {
			b.s.Skipped++
			continue
		}
		m, ok := b.epoch(i+1, e.At, 1)
		if !ok {
			continue
		}
		v, err := b.amount(string(e.Sats), unit{"sat", 3})
		if err != nil {
			b.refuse(i+1, "%s", err)
			continue
		}
		b.paid(i+1, m.unix, v, string(e.TxID)+string(e.Proof))
	}
	return nil
}

func f2pool(b *builder, data []byte) error {
	var a struct {
		Transactions []struct {
			ID      text `json:"id"`
			Type    text `json:"type"`
			Changed text `json:"changed_balance"`
			Created text `json:"created_at"`
			Mining  *struct {
				Date    text `json:"mining_date"`
				PPS     text `json:"pps"`
				PPSRate text `json:"pps_fee_rate"`
				TxFee   text `json:"tx_fee"`
				FeeRate text `json:"tx_fee_rate"`
				Hash    text `json:"hash_rate"`
			} `json:"mining_extra"`
			Paid *struct {
				TxID text `json:"tx_id"`
			} `json:"payout_extra"`
		} `json:"transactions"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	for i, t := range a.Transactions {
		b.s.Read++
		line := i + 1
		switch {
		case strings.HasPrefix(string(t.Type), "revenue") && t.Mining != nil:
			m, ok := b.epoch(line, t.Mining.Date, 1)
			if !ok {
				continue
			}
			more := &Parts{Split: t.Mining.PPS != ""}
			more.Base = less(b.msat(t.Mining.PPS), t.Mining.PPSRate)
			more.Fees = less(b.msat(t.Mining.TxFee), t.Mining.FeeRate)
			b.credit(line, m, t.Changed, b.hashes(t.Mining.Hash, hashPerTera), more)
		case t.Type == "payout":
			m, ok := b.epoch(line, t.Created, 1)
			v, err := b.amount(string(t.Changed), bitcoin())
			if !ok || err != nil {
				b.refuse(line, "the payout has no amount or time")
				continue
			}
			id := string(t.ID)
			if t.Paid != nil && t.Paid.TxID != "" {
				id = string(t.Paid.TxID)
			}
			b.paid(line, m.unix, max(v, -v), id)
		case t.Type == "reward" || t.Type == "dividend":
			m, ok := b.epoch(line, t.Created, 1)
			v, err := b.amount(string(t.Changed), bitcoin())
			if !ok || err != nil {
				b.refuse(line, "the entry has no amount or time")
				continue
			}
			b.add(Row{Line: line, Time: m.unix, Kind: Correction, Amount: v}, "", string(t.ID))
		default:
			b.s.Skipped++
		}
	}
	return nil
}

// less is an amount less a rate of it, to the nearest thousandth of a satoshi.
func less(v units.MilliSat, rate text) units.MilliSat {
	r, err := number(string(rate))
	if err != nil || !(r >= 0 && r < 1) {
		return v
	}
	return v - units.MilliSat(units.Round(float64(v)*r))
}

func antpool(b *builder, data []byte) error {
	var a struct {
		Data struct {
			Page text `json:"page"`
			Of   text `json:"totalPage"`
			Rows []struct {
				At     text `json:"timestamp"`
				Hash   text `json:"hashrate_unit"`
				PPS    text `json:"ppsAmount"`
				PPLNS  text `json:"pplnsAmount"`
				Solo   text `json:"soloAmount"`
				PPSA   text `json:"ppappsAmount"`
				PPLNSA text `json:"ppapplnsAmount"`
				Block  text `json:"fppsBlockAmount"`
				Fee    text `json:"fppsFeeAmount"`
				TxID   text `json:"txId"`
				Amount text `json:"amount"`
			} `json:"rows"`
		} `json:"data"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	b.pages(a.Data.Page.int(), a.Data.Of.int())
	for i, r := range a.Data.Rows {
		b.s.Read++
		m, ok := b.when(i+1, r.At)
		if !ok {
			continue
		}
		if r.Amount != "" {
			v, err := b.amount(string(r.Amount), bitcoin())
			if err != nil {
				b.refuse(i+1, "%s", err)
				continue
			}
			b.paid(i+1, m.unix, v, string(r.TxID))
			continue
		}
		if (r.Block == "") != (r.Fee == "") {
			b.refuse(i+1, "one of fppsBlockAmount and fppsFeeAmount is missing: their sum is not known")
			continue
		}
		sum, err := b.total(r.PPS, r.PPLNS, r.Solo, r.PPSA, r.PPLNSA, r.Block, r.Fee)
		if err != nil {
			b.refuse(i+1, "%s", err)
			continue
		}
		more := &Parts{Base: b.msat(r.Block), Fees: b.msat(r.Fee), Split: b.msat(r.Block) > 0}
		b.creditMilliSat(i+1, m, sum, b.hashes(r.Hash, hashPerTera), more)
	}
	return nil
}

// total adds parts in bitcoin, those not there left out; at least one must be there, and none below zero.
func (b *builder) total(list ...text) (units.MilliSat, error) {
	var sum units.MilliSat
	found, missing := false, false
	for _, s := range list {
		if s == "" {
			missing = true
			continue
		}
		v, err := b.amount(string(s), bitcoin())
		if err != nil {
			return 0, err
		}
		if v < 0 {
			return 0, errNegative
		}
		found = true
		sum += v
	}
	if !found || sum == 0 && missing {
		return 0, errors.New("the entry has no amount, or lacks one where the others are nothing")
	}
	return sum, nil
}

// binanceOwn reports the rows of an account's own mining (0 wallet, 5 address, 7 savings); others move
// hashrate or income between accounts.
func binanceOwn(kind text) bool { return kind == "0" || kind == "5" || kind == "7" }

func binance(b *builder, data []byte) error {
	var a struct {
		Data struct {
			Profits []struct {
				Time   text `json:"time"`
				Type   text `json:"type"`
				Hash   text `json:"dayHashRate"`
				Profit text `json:"profitAmount"`
				Coin   text `json:"coinName"`
			} `json:"accountProfits"`
			Total text `json:"totalNum"`
			Size  text `json:"pageSize"`
		} `json:"data"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	if size := a.Data.Size.int(); size > 0 {
		b.pages(1, (a.Data.Total.int()+size-1)/size)
	}
	for i, p := range a.Data.Profits {
		b.s.Read++
		if p.Coin != "BTC" {
			b.s.Skipped++
			continue
		}
		if !binanceOwn(p.Type) {
			b.refuse(i+1, "type %s moves hashrate or income between accounts: it is not counted as mining",
				clip(string(p.Type)))
			continue
		}
		if m, ok := b.epoch(i+1, p.Time, 1000); ok {
			b.credit(i+1, m, p.Profit, b.hashes(p.Hash, hashPerTera), nil)
		}
	}
	return nil
}

// profit is a day of ViaBTC and of pools that run its software.
type profit struct {
	Coin   text `json:"coin"`
	Date   text `json:"date"`
	Hash   text `json:"hashrate"`
	Unit   text `json:"hash_unit"`
	PPLNS  text `json:"pplns_profit"`
	PPS    text `json:"pps_profit"`
	Solo   text `json:"solo_profit"`
	Total  text `json:"total_profit"`
	Amount text `json:"amount"` // of a payment
	Tx     text `json:"tx"`
	TxID   text `json:"txid"`
	Made   text `json:"create_time"`
	Time   text `json:"time"`
}

func (b *builder) profits(list []profit) {
	for i, p := range list {
		b.s.Read++
		if p.Coin != "" && p.Coin != "BTC" {
			b.s.Skipped++
			continue
		}
		if p.Amount != "" {
			m, ok := b.epoch(i+1, p.Made+p.Time, 1)
			v, err := b.amount(string(p.Amount), bitcoin())
			if !ok {
				continue
			}
			if err != nil {
				b.refuse(i+1, "%s", err)
				continue
			}
			b.paid(i+1, m.unix, v, string(p.Tx+p.TxID))
			continue
		}
		m, ok := b.when(i+1, p.Date)
		if !ok {
			continue
		}
		factor := hashPerTera
		if p.Unit != "" {
			factor, _ = terahash(string(p.Unit))
		}
		// pps_profit is of the subsidy, pplns_profit of the fees of blocks found (PPS+).
		more := &Parts{Base: b.msat(p.PPS), Fees: b.msat(p.PPLNS), Split: b.msat(p.PPS) > 0}
		b.credit(i+1, m, p.Total, b.hashes(p.Hash, factor), more)
	}
}

func viabtc(b *builder, data []byte) error {
	var a struct {
		Data struct {
			Page text     `json:"curr_page"`
			Of   text     `json:"total_page"`
			Data []profit `json:"data"`
		} `json:"data"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	b.pages(a.Data.Page.int(), a.Data.Of.int())
	b.profits(a.Data.Data)
	return nil
}

func btcpoolKZ(b *builder, data []byte) error {
	var a struct {
		Data  []profit `json:"data"`
		Total text     `json:"total"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	if total := a.Total.int(); total > len(a.Data) {
		b.note("%d of %d entries are in this file: give the rest too, or days will be missing", len(a.Data),
			total)
	}
	b.profits(a.Data)
	return nil
}
