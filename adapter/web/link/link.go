// Package link packs an offer into the address of a page, so that a link reproduces it and nothing is
// stored.
//
// Nothing in it is promised to other modules.
package link

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// Max is the characters of an encoded offer. Browsers and proxies pass on some 8 KiB of address; an offer of
// a page of text takes well below one.
const Max = 24 << 10

const (
	maxUnpacked = 256 << 10 // bytes of the offer
)

// Dictionary holds the words of offers, so that short offers make short links. It belongs to links
// that begin with Form: another dictionary needs another letter.
const Dictionary = "proof: {buyer_chooses_pool: false, pool_account: \"no\", data_centres: [], capacity: " +
	"{sold: , deployed: }}\n" +
	"claims: - {daily_revenue: USD/TH/day} referral: {levels: 0, share: 10%} resale: " +
	"{transferable: true, market_fee: 5%\n" +
	"uptime: {promised: 98%, compensated: true} stops: - {when: fees_exceed_revenue, for: " +
	"21d, then: terminate, by: provider}\n" +
	"payout: {basis: pool_revenue, currency: BTC, every: 1d, minimum: 0.001 BTC, to: " +
	"custodial wallet, fixed_return: %/day}\n" +
	"fees: [] - {name: pool, revenue_share: 2%} - {name: electricity, efficiency: 15 J/TH, " +
	"energy_price: 0.05 USD/kWh, paid: deducted,\n" +
	"changeable: true, notice: 30d} - {name: electricity, per_hashrate_day: 0.05 USD/TH/day, " +
	"paid: separately}\n" +
	"price: {bid: BTC/TH/day} price: {per_hashrate: USD/TH} price: {upfront: 2000 USD}\n" +
	"schema: assay/offer/v1\n" +
	"provider: {name: , website: https://www., leaders_named: true}\n" +
	"product: \n" +
	"kind: hosted market token cloud\n" +
	"seen: 2026-2025-20\n" +
	"sources:\n" +
	"  - url: https://www.\n" +
	"    quote: \n" +
	"algorithm: sha256\n" +
	"hashrate: 100 TH/s\n" +
	"start_delay: 0d\n" +
	"term: open term: 360d\n"

// Form begins every link that Pack made.
const Form = "a"

// Pack makes the part of a link that holds an offer: zlib (RFC 1950) with the dictionary, in base64url. The
// error is for an offer that Unpack would refuse, however well it packs.
func Pack(doc []byte) (string, error) {
	if len(doc) > maxUnpacked {
		return "", fmt.Errorf("an offer of %d bytes is longer than a link holds, %d", len(doc), maxUnpacked)
	}
	var b bytes.Buffer
	z, err := zlib.NewWriterLevelDict(&b, zlib.BestCompression, []byte(Dictionary))
	if err != nil {
		return "", err
	}
	if _, err = z.Write(doc); err == nil {
		err = z.Close()
	}
	return Form + base64.RawURLEncoding.EncodeToString(b.Bytes()), err
}

// Unpack reads what Pack made; the error is for the reader of a broken link.
func Unpack(s string) ([]byte, error) {
	if len(s) > Max {
		return nil, fmt.Errorf("the offer in this link is longer than any that was made here")
	}
	broken := fmt.Errorf("the offer in this link cannot be read: was the end of the link cut off?")
	body, ok := strings.CutPrefix(s, Form)
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if !ok || err != nil {
		return nil, broken
	}
	z, err := zlib.NewReaderDict(bytes.NewReader(raw), []byte(Dictionary))
	if err != nil {
		return nil, broken
	}
	doc, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err != nil || len(doc) > maxUnpacked {
		return nil, broken
	}
	return doc, nil
}
