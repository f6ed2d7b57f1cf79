package offer

import (
	"github.com/google/go-cmp/cmp"
	"testing"
)

const full = `schema: assay/offer/v1
provider: {name: BitFuFu, website: https://..., leaders_named: true, registered: "..."}
product: Classic 360
kind: cloud            # cloud | hosted | market | forward | token
seen: 2021-09-12       # the day the buyer saw these terms; the default --as-of
sources: [{url: https://..., quote: "..."}]
algorithm: sha256
hashrate: 30 TH/s
start_delay: 2d
term: 360d             # or "open" (until someone ends it)
price:
  upfront: 2026.08 USD           # or per_hashrate: 67.536 USD/TH
  # a market order instead: {bid: 0.0000005 BTC/TH/day}
fees:                            # any number, each one of
  - {name: electricity, per_hashrate_day: 0.0499 USD/TH/day, paid: separately}
  - {name: electricity, efficiency: 15 J/TH, energy_price: 0.05 USD/kWh, paid: deducted}
  - {name: pool, revenue_share: 2%}
  - {name: profit share, revenue_share: 40%, after: break_even}
  - {name: withdrawal, per_payout: 0.0002 BTC}
  # on each: changeable: false | true | unknown, notice: 30d, cap: 10%/year, escalation: 3%/year,
  #          discount: {share: 20%, needs: "180 days of fees held in GOMINING"}
payout:
  basis: pool_revenue            # pool_revenue | fpps | pps | pplns | solo | fixed | seller_token | unknown
  currency: BTC
  every: 1d
  minimum: 0.001 BTC
  to: wallet                     # wallet | custodial
  fixed_return: 1.2 %/day        # only where the seller promises one
stops:                           # who may end or pause it, when
  - {when: fees_exceed_revenue, for: 21d, then: terminate, by: provider}
uptime: {promised: 98%, compensated: true}
resale: {transferable: true, market_fee: 5%, token: {standard: ERC-721, chain: BNB, contract: "0x..."}}
referral: {levels: 7, share: 10%}
proof:
  buyer_chooses_pool: false
  pool_account: https://...      # a read-only dashboard of this contract's hashrate
  addresses: [bc1...]            # payouts or coinbases to be traced
  data_centres: [{place: "...", evidence: https://...}]
  capacity: {sold: 3 EH/s, deployed: 2.5 EH/s}
claims:                          # what the seller says; checked against the protocol
  - {daily_revenue: 0.07 USD/TH/day}
  - {return: 120 %/year}
  - {guaranteed: "text"}
`

// The document of the specification, every key of it, is read.
func TestParseFull(t *testing.T) {
	o, warnings, err := Parse("full.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	if o.Hashrate.TH() != 30 || o.Price.Upfront.String() != "2026.08 USD" || len(o.Fees) != 5 ||
		len(warnings) != 1 || warnings[0].Path != "proof.addresses[0]" {
		t.Errorf("read %+v with %v", o, warnings)
	}
}

// The normal form reads back to the same offer, in YAML and in JSON, and is its own normal form.
func TestFormatFull(t *testing.T) {
	o, _, err := Parse("full.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{Format(o), JSON(o)} {
		back, _, err := Parse("again", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(o, back); diff != "" {
			t.Error(diff)
		}
	}
}
