package statement

import (
	"encoding/json"
	"fmt"

	"github.com/assaymining/assay/units"
)

func foundry(b *builder, data []byte) error {
	var list []struct {
		Start text `json:"startTime"`
		Total text `json:"totalAmount"`
		Hash  text `json:"hashrate"`
		Base  text `json:"ppsBaseAmount"`
		TxFee text `json:"txFeeRewardAmount"`
		Fee   text `json:"feeAmount"`
		// of a transaction
		Time   text `json:"time"`
		Type   text `json:"type"`
		Amount text `json:"amount"`
		TxID   text `json:"txId"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	for i, e := range list {
		b.s.Read++
		switch {
		case e.Start != "" && e.Total != "":
			m, ok := b.when(i+1, e.Start)
			if !ok {
				continue
			}
			more := &Parts{
				Base:  b.msat(e.Base),
				Fees:  b.msat(e.TxFee),
				Split: b.msat(e.Base) > 0 && b.msat(e.Fee) == 0,
			}
			b.credit(i+1, m, e.Total, b.hashes(e.Hash, 1e-3), more) // GH/s
		case e.Time != "" && e.Amount != "" && e.TxID != "":
			m, ok := b.when(i+1, e.Time)
			v, err := b.amount(string(e.Amount), bitcoin())
			if !ok || err != nil {
				b.refuse(i+1, "the transaction has no time or amount")
				continue
			}
			b.paid(i+1, m.unix, max(v, -v), string(e.TxID))
		case e.Start != "":
			b.refuse(i+1, "the day has no totalAmount")
		default:
			b.s.Skipped++
		}
	}
	return nil
}

func luxorScore(b *builder, data []byte) error {
	var a struct {
		Data struct {
			Score struct {
				Nodes []struct {
					Date    text `json:"date"`
					Hash    text `json:"hashrate"`
					Revenue text `json:"revenue"`
				} `json:"nodes"`
			} `json:"getHashrateScoreHistory"`
		} `json:"data"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	for i, n := range a.Data.Score.Nodes {
		b.s.Read++
		if m, ok := b.when(i+1, n.Date); ok {
			b.credit(i+1, m, n.Revenue, b.hashes(n.Hash, hashPerTera), nil)
		}
	}
	return nil
}

func luxorRevenue(b *builder, data []byte) error {
	var a struct {
		Revenue []struct {
			At      text `json:"date_time"`
			Revenue struct {
				Currency text `json:"currency_type"`
				Revenue  text `json:"revenue"`
			} `json:"revenue"`
		} `json:"revenue"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	for i, r := range a.Revenue {
		b.s.Read++
		if r.Revenue.Currency != "BTC" {
			b.s.Skipped++
			continue
		}
		if m, ok := b.when(i+1, r.At); ok {
			b.credit(i+1, m, r.Revenue.Revenue, 0, nil)
		}
	}
	return nil
}

func niceHashJSON(b *builder, data []byte) error {
	var a struct {
		List []struct {
			ID       text `json:"id"`
			Created  text `json:"created"`
			Amount   text `json:"amount"`
			Currency struct {
				Name text `json:"enumName"`
			} `json:"currency"`
		} `json:"list"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	for i, e := range a.List {
		b.s.Read++
		if e.Currency.Name != "BTC" {
			b.s.Skipped++
			continue
		}
		m, ok := b.epoch(i+1, e.Created, 1000)
		if !ok {
			continue
		}
		v, err := b.amount(string(e.Amount), bitcoin())
		if err != nil {
			b.refuse(i+1, "%s", err)
			continue
		}
		if v < 0 {
			b.refuse(i+1, "%s", errNegative)
			continue
		}
		b.add(Row{Line: i + 1, Time: m.unix, Amount: v}, fmt.Sprint(m.unix, "|", v), string(e.ID))
	}
	return nil
}

func oceanJSON(b *builder, data []byte) error {
	var a struct {
		Result struct {
			Earnings []struct {
				Block text `json:"block_hash"`
				At    text `json:"ts"`
				Fees  text `json:"fees_colected_satoshis"` // as the interface spells it
				Net   text `json:"satoshis_net_earned"`
			} `json:"earnings"`
			Payouts []struct {
				At   text `json:"ts"`
				TxID text `json:"on_chain_txid"`
				Net  text `json:"total_satoshis_net_paid"`
			} `json:"payouts"`
		} `json:"result"`
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	sat := unit{"sat", 3}
	for i, e := range a.Result.Earnings {
		b.s.Read++
		m, ok := b.when(i+1, e.At)
		if !ok {
			continue
		}
		v, err := b.amount(string(e.Net), sat)
		if err != nil {
			b.refuse(i+1, "%s", err)
			continue
		}
		if v < 0 {
			b.refuse(i+1, "%s", errNegative)
			continue
		}
		fee, _ := b.amount(string(e.Fees), sat)
		row := Row{Line: i + 1, Time: m.unix, Day: units.DateOf(m.unix), Dated: true, Amount: v,
			More: &Parts{Fee: fee}}
		b.add(row, fmt.Sprint(m.unix, "|", v), string(e.Block))
	}
	for i, p := range a.Result.Payouts {
		b.s.Read++
		line := len(a.Result.Earnings) + i + 1
		m, ok := b.when(line, p.At)
		if !ok {
			continue
		}
		v, err := b.amount(string(p.Net), sat)
		if err != nil {
			b.refuse(line, "%s", err)
			continue
		}
		b.paid(line, m.unix, v, string(p.TxID))
	}
	return nil
}
