package hashmarket

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// errNoKey says that Mining Rig Rentals cannot be asked without an account.
var errNoKey = errors.New("it answers only with an account; set ASSAY_MRR_KEY and ASSAY_MRR_SECRET")

type rigPrice struct {
	Amount   json.Number
	Currency string
	Unit     string
}

// rigRentals reads /info/algos: the suggested and the lowest price of SHA-256 hashrate.
func rigRentals(ctx context.Context, m *Market) ([]market.Quote, error) {
	const path = "/info/algos"
	if m.Key == "" || m.Secret == "" {
		return nil, errNoKey
	}
	var answer struct {
		Success bool
		Data    json.RawMessage
	}
	src, err := m.json(ctx, path, m.sign(path, time.Now()), &answer)
	if err != nil {
		return nil, err
	}
	var algos []struct {
		Name           string
		SuggestedPrice rigPrice `json:"suggested_price"`
		Stats          struct {
			Prices map[string]rigPrice
		}
	}
	if !answer.Success {
		return nil, fmt.Errorf("it refuses: %.120s", answer.Data)
	}
	if err := json.Unmarshal(answer.Data, &algos); err != nil {
		return nil, fmt.Errorf("list of algorithms is not of the known form: %w", err)
	}
	var out []market.Quote
	for _, a := range algos {
		if a.Name != "sha256ab" && a.Name != "sha256" {
			continue
		}
		for what, p := range map[string]rigPrice{market.SuggestedPrice: a.SuggestedPrice, market.LowestAsk: a.Stats.Prices["lowest"]} {
			if p.Amount == "" {
				continue
			}
			sat, err := p.satPerTH()
			if err != nil {
				return nil, fmt.Errorf("%s of %s: %w", what, a.Name, err)
			}
			out = append(out, m.quote(what+" ("+a.Name+")", sat, 0, src))
		}
	}
	return out, nil
}

// satPerTH reads "0.00088500", "BTC", "ph*day".
func (p rigPrice) satPerTH() (float64, error) {
	unit, ok := strings.CutSuffix(strings.ToLower(strings.ReplaceAll(p.Unit, "/", "*")), "*day")
	if !ok {
		return 0, fmt.Errorf("unit %.40q is not per day", p.Unit)
	}
	price, err := units.ParsePerHashrateDay(fmt.Sprintf("%s %s/%s/day", p.Amount, p.Currency, unit))
	if err != nil {
		return 0, err
	}
	if price.Currency != units.BTC {
		return 0, fmt.Errorf("price is in %s", price.Currency)
	}
	return price.Value * units.SatPerBTC, nil
}

// sign is the headers of a call: HMAC-SHA1 over key, nonce and path (Mining Rig Rentals API v2).
func (m *Market) sign(path string, now time.Time) http.Header {
	nonce := strconv.FormatInt(now.UnixMicro(), 10)
	mac := hmac.New(sha1.New, []byte(m.Secret))
	mac.Write([]byte(m.Key + nonce + path))
	h := http.Header{}
	h.Set("X-Api-Key", m.Key)
	h.Set("X-Api-Nonce", nonce)
	h.Set("X-Api-Sign", hex.EncodeToString(mac.Sum(nil)))
	return h
}
