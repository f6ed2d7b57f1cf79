package seller

import (
	"strings"
	"testing"
)

// The seller is read where the text speaks of itself, with the words it rests on.
func TestOf(t *testing.T) {
	for text, want := range map[string][2]string{
		"Company: Halden Hash AS\nPrice: $400":                                    {"Halden Hash AS", ""},
		"Seller: Bright Mining LLC, registered in Wyoming":                        {"Bright Mining LLC", ""},
		"Plans from $10.\n© 2024 Orbit Hash Ltd. All rights reserved.":            {"Orbit Hash Ltd", ""},
		"Copyright 2019-2025 by NordHash":                                         {"NordHash", ""},
		"(c) 2021 Bison Cloud Inc.\nsupport@bisoncloud.example.com":               {"Bison Cloud Inc", ""},
		"Peak Mining Limited, registered in England and Wales, sells hashrate.":   {"Peak Mining Limited", ""},
		"This agreement is between Coral Hosting GmbH and you.":                   {"Coral Hosting GmbH", ""},
		"Delta Hash OÜ (\"the Company\", \"we\") rents machines.":                 {"Delta Hash OÜ", ""},
		"The site is operated by Arctic Rigs Ltd.":                                {"Arctic Rigs Ltd", ""},
		"Betreiber: Walzwerk Mining GmbH\nStrom 7 ct":                             {"Walzwerk Mining GmbH", ""},
		"Empresa: Minera Cóndor S.A.\nPrecio: 300 USD":                            {"Minera Cóndor S.A.", ""},
		"公司:星河矿业有限公司\n算力100T":                                                     {"星河矿业有限公司", ""},
		"Компания: ООО Облако\nТариф 5 ₽":                                         {"ООО Облако", ""},
		"Welcome to Voltaris! Earn 2% a day.":                                     {"Voltaris", ""},
		"| Provider | Alpine Hash AG |\n| Term | 1 y |":                           {"Alpine Hash AG", ""},
		"Sign up at https://www.voltaris-mining.com/ref?x=1 today":                {"", "voltaris-mining.com"},
		"Questions? help@orbit-hash.co.uk or t.me/orbithash":                      {"", "orbit-hash.co.uk"},
		"Our website: nordhash.io. Mined coins go to slushpool.com.":              {"", "nordhash.io"},
		"Visit app.bisoncloud.net or bisoncloud.net/help":                         {"", "bisoncloud.net"},
		"Mined at https://slushpool.com, watch it on https://mempool.space.":      {"", ""},
		"Unlike hashflare.io we own machines. Calculator: whattomine.com":         {"", ""},
		"Hosted by compassmining.io, machines from bitmain.com":                   {"", ""},
		"Read alpha.com and beta.com":                                             {"", ""},
		"Write to uncle.joe@gmail.com":                                            {"", ""},
		"Antminers by Bitmain Technologies Ltd, pool fees by F2Pool.":             {"", ""},
		"The company guarantees 2% a day.":                                        {"", ""},
		"Company: we guarantee 2% per day":                                        {"", ""},
		"Provider: Luna Hash — 12 months":                                         {"Luna Hash", ""},
		"Built with Node.js and Next.js":                                          {"", ""},
		"12 months. 45 USD.no setup fee.":                                         {"", ""},
		"Seller: HashFlare LP (clone sites exist)\nOfficial site: hashflare.io":   {"HashFlare LP", "hashflare.io"},
		"Beware of hashflare-pro.io, it is a fake. Our site is hashflare.io now.": {"", "hashflare.io"},
	} {
		name, host := Of(text)
		if name.Value != want[0] || host.Value != want[1] {
			t.Errorf("%q: name %q, host %q, want %q", text, name.Value, host.Value, want)
		}
		for _, w := range []Words{name, host} {
			if text[w.From:w.To] != w.Quote ||
				w.Value != "" && !strings.Contains(strings.ToLower(w.Quote), strings.ToLower(w.Value)) &&
					!strings.Contains(w.Quote, w.Value) && w == name {
				t.Errorf("%q: quotes %q from %d to %d", text, w.Quote, w.From, w.To)
			}
		}
	}
}

// A footer far down a long page is read too, and time does not grow with the page.
func TestFooter(t *testing.T) {
	page := strings.Repeat(
		"Contract 50 TH/s for $100, see slushpool.com or a@gmail.com; ",
		40_000,
	) + "\n© 2025 Far Down Mining Ltd\nmail: hi@fardown.io\n"
	name, host := Of(page)
	if name.Value != "Far Down Mining Ltd" || host.Value != "fardown.io" ||
		page[host.From:host.To] != "fardown.io" {
		t.Errorf("%+v %+v", name, host)
	}
}
