package draft

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/offer"
)

// The kind is told by the words around what was read, and left open where they do not say.
func TestKinds(t *testing.T) {
	const machine = "S21 Pro 234T for $2,100, "
	for text, kind := range map[string]offer.Kind{
		machine + "hosting in Paraguay at $0.055/kWh, 2 years.":                          offer.Hosted,
		"Размещение: S21 Pro 234T за 2 100 $, электричество 5,5 цента за кВт·ч, 2 года.": offer.Hosted,
		machine + "delivered to your door; our customers pay about $0.055/kWh at home.":  "",
		"Cloud mining on hosted S21 Pro 234T, $2,100, electricity $0.055/kWh, 2 years.":  "",
		"Each token is 1 TH/s at 15 J/TH. Price 14.2 USDT. Electricity $0.05/kWh.":       offer.Token,
		"一枚通证=0.1T,发行价2.45 USDT,有效至2028年3月31日。":                                          offer.Token,
		"50 TH/s for 12 months, $899. Rewards are paid in our token.":                    "",
		"0.5 PH/s for 10 days at 0.00045 BTC/PH/day.":                                    offer.Market,
		"50 TH/s for 12 months, $899. We sell machines too.":                             "",
	} {
		if o := Offers(text).Offers[0].Offer(""); o.Kind != kind {
			t.Errorf("%s: %q, not %q", text, o.Kind, kind)
		}
	}
}

// What a market takes of a sale of tokens is no share of what is mined, and the fees behind it stay theirs; a
// deposit for each machine is of all.
func TestSalesAndDeposits(t *testing.T) {
	f := Offers("Each token = 1 TH/s at 15 J/TH. Price 14.2 USDT. Sell any time on our marketplace " +
		"(5% fee). Service $0.0089/TH/day. Pool fee 1%.")
	o := f.Offers[0].Offer("")
	if o.Resale.Transferable != offer.True || o.Resale.MarketFee == nil || *o.Resale.MarketFee != 0.05 ||
		len(o.Fees) != 2 {
		t.Errorf("resale %+v, fees %+v", o.Resale, o.Fees)
	}
	for _, k := range f.Offers[0].Keys {
		if strings.HasPrefix(k.Path, "fees.") && !holdsFee(f.Offers[0].Document, k.Path) {
			t.Errorf("%s is a key of no fee", k.Path)
		}
	}
	f = Offers("We host 10x S21 Pro 234T, $2,100 each, at $0.055/kWh, with a deposit of $200 per machine.")
	if o := f.Offers[0].Offer(""); o.Price.Deposit == nil || o.Price.Deposit.Float() != 2000 {
		t.Errorf("deposit %+v", o.Price)
	}
}

func holdsFee(doc map[string]any, path string) bool {
	parts := strings.Split(path, ".")
	list, _ := doc["fees"].([]any)
	at := int(parts[1][0] - '0')
	return at < len(list) && list[at].(map[string]any)[parts[2]] != nil
}
