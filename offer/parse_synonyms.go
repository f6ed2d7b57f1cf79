package offer

import (
	"fmt"
	"slices"
	"strings"
)

// synonyms are words that people write for keys, with the keys that they may mean. The first table is by
// the object in which the word stands, the last for anywhere.
var synonyms = map[string]map[string][]string{
	"price": {
		"total": {
			"price.upfront",
		}, "amount": {"price.upfront"}, "cost": {"price.upfront"}, "price": {"price.upfront"}, "usd": {"price.upfront"},
		"value": {"price.upfront"}, "unit_price": {"price.per_hashrate"}, "per_unit": {"price.per_hashrate"},
	},
	"fee": {
		"cost": {
			"fees.per_hashrate_day",
		}, "price": {"fees.per_hashrate_day"}, "amount": {"fees.per_hashrate_day"}, "fee": {"fees.per_hashrate_day"},
		"rate": {
			"fees.per_hashrate_day",
		}, "daily": {"fees.per_hashrate_day"}, "per_day": {"fees.per_hashrate_day"}, "usd": {"fees.per_hashrate_day"},
		"percent": {
			"fees.revenue_share",
		}, "percentage": {"fees.revenue_share"}, "share": {"fees.revenue_share"},
		"electricity": {"fees.per_hashrate_day",
			"fees.energy_price"}, "energy": {"fees.energy_price"}, "power": {"fees.energy_price"}, "kwh": {"fees.energy_price"},
		"type": {
			"fees.name",
		}, "kind": {"fees.name"}, "label": {"fees.name"}, "deducted": {"fees.paid"}, "frequency": {"fees.prepaid"},
	},
	"payout": {
		"return": {
			"payout.fixed_return",
		}, "guarantee": {"payout.guaranteed"}, "address": {"payout.to"}, "coin": {"payout.currency"}, "asset": {"payout.currency"},
		"type": {"payout.basis"}, "min": {"payout.minimum"},
	},
	"provider": {"url": {"provider.website"}, "link": {"provider.website"}, "site": {"provider.website"}},
	"claim": {"text": {"claims.says"}, "quote": {"claims.says"},
		"promise": {"claims.guaranteed", "claims.says"}, "promises": {"claims.guaranteed", "claims.says"},
		"statement": {"claims.says"}, "guarantee": {"claims.guaranteed"}},
	"stop": {"reason": {"stops.when"}, "event": {"stops.when"}, "days": {"stops.for"},
		"who": {"stops.by"}},
	"referral": {"percent": {"referral.share"}, "rate": {"referral.share"}, "commission": {"referral.share"},
		"tiers": {"referral.levels"}, "depth": {"referral.levels"}},
	"": words(map[string]string{
		"provider.name, product": "name",
		"provider.name":          "seller company vendor operator brand provider_name seller_name",
		"provider.website":       "website url link site web homepage",
		"provider.since":         "founded established since_when",
		"provider.registered":    "license licence registration company_number",
		"provider.leaders_named": "ceo team leaders owner founders",
		"product":                "plan package title contract_name plan_name",
		"kind":                   "type contract_type category",
		"seen":                   "date date_seen seen_on as_of day",
		"algorithm":              "algo",
		"hashrate":               "power speed hashpower hash_power hashing_power mining_power th ths",
		"start_delay":            "start delay activation setup_time",
		"term":                   "duration length period lifetime contract_length contract_term days expiry maturity end",
		"price.upfront":          "cost amount total total_price usd invest investment upfront_cost",
		"price.per_hashrate":     "price_per_th per_th price_per_ths usd_per_th",
		"fees.per_hashrate_day":  "maintenance maintenance_fee service_fee management_fee daily_fee running_cost running_costs hosting_fee",
		"fees.per_hashrate_day, fees.energy_price": "electricity electricity_fee electricity_cost power_fee energy_fee",
		"fees.energy_price":                        "electricity_price power_price kwh_price electricity_rate",
		"fees.revenue_share":                       "pool_fee mining_fee fee_percent fee_share commission",
		"fees.profit_share":                        "performance_fee success_fee",
		"fees.once":                                "setup setup_fee installation installation_fee delivery activation_fee one_time",
		"fees.per_month":                           "monthly monthly_fee rent management",
		"price.taxes":                              "vat gst tax sales_tax",
		"price.upfront, price.deposit":             "deposit security security_deposit",
		"stops.fee":                                "termination_fee cancellation_fee early_termination_fee exit_fee",
		"hardware.count":                           "units quantity number_of_machines",
		"fees.per_payout":                          "withdrawal_fee payout_fee network_fee transaction_fee",
		"payout.minimum":                           "min_payout minimum_payout payout_minimum minimum_withdrawal min_withdrawal withdrawal_minimum payout_threshold threshold",
		"payout.every":                             "frequency interval payout_frequency payout_interval payout_every schedule",
		"payout.to":                                "wallet payout_address payout_to",
		"payout.basis":                             "scheme payout_scheme payout_method payout_basis method",
		"payout.currency":                          "coin payout_currency",
		"payout.fixed_return, claims.return":       "return apr apy interest yield daily_return monthly_return annual_return",
		"payout.guaranteed, claims.guaranteed":     "guarantee guaranteed guarantees guaranteed_return",
		"claims":                                   "promises promise advertised",
		"claims.return, claims.total_return":       "roi profit profitability return_on_investment",
		"claims.daily_revenue":                     "daily_income daily_profit daily_earnings earnings revenue income",
		"claims.payback":                           "break_even payback_time payback_period",
		"stops":                                    "cancellation termination early_termination cancel",
		"hardware.model":                           "machine miner asic device machines",
		"hardware.efficiency":                      "consumption watt joule",
		"proof.pool_account, proof.buyer_chooses_pool": "pool mining_pool",
		"proof.data_centres":                           "location datacenter data_center data_centre datacenters data_centers farm facility",
		"referral":                                     "referrals affiliate affiliates referral_program",
		"uptime":                                       "availability sla",
		"terms.text":                                   "notes note comment comments description conditions",
	}),
}

// words turns "keys: words" around, into the keys by word.
func words(by map[string]string) map[string][]string {
	keys := map[string][]string{}
	for paths, list := range by {
		for _, w := range strings.Fields(list) {
			keys[w] = strings.Split(paths, ", ")
		}
	}
	return keys
}

// meant is advice for a word that people write for a key; "" where none is known. The object is where
// the word stands.
func meant(table []entry, object, word string) string {
	word = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(word)), "-", "_")
	paths := synonyms[object][word]
	if paths == nil {
		paths = synonyms[""][word]
	}
	var places []string
	keys := map[string][]string{} // by place
	for _, path := range paths {
		at, key, below := strings.Cut(path, ".")
		i := slices.IndexFunc(table, func(e entry) bool { return e.key == at })
		place := " under " + at
		switch {
		case !below:
			place, key = " at the top", path
		case table[i].shape.list:
			place = " in an entry of " + at
		}
		if below && table[i].shape.object == object || !below && object == "offer" {
			place = "" // where the word stands
		}
		if keys[place] == nil {
			places = append(places, place)
		}
		keys[place] = append(keys[place], fmt.Sprintf("%q", key))
	}
	slices.Sort(places) // here first
	for i, place := range places {
		places[i] = strings.Join(keys[place], " or ") + place
	}
	if len(places) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(places, ", or ") + "?"
}
