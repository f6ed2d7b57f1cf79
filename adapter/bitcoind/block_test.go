package bitcoind

import (
	"testing"

	"github.com/assaymining/assay/internal/btcdtest"
)

// The genesis block of mainnet (Bitcoin Core chainparams), whose coinbase pays 50 BTC.
const genesisBlock = "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c" +
	"01" + "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"

// segwitCoinbase has the marker and flag of BIP 144, an input, and two outputs of 1 and 2 satoshi.
const segwitCoinbase = "01" + "01000000" + "0001" + "01" +
	"0000000000000000000000000000000000000000000000000000000000000000" + "ffffffff" + "020101" + "ffffffff" +
	"02" + "0100000000000000" + "0151" + "0200000000000000" + "0151" + "00" + "00000000"

func TestParseBlock(t *testing.T) {
	h, paid, err := parseBlock(genesisBlock)
	if err != nil || paid != 50e8 || h.Hash().String() != "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f" {
		t.Errorf("block 0 pays %d, %v", paid, err)
	}
	if _, paid, err = parseBlock(genesisBlock[:160] + segwitCoinbase); err != nil || paid != 3 {
		t.Errorf("a coinbase with witness pays %d, %v", paid, err)
	}
	for i := 0; i < len(genesisBlock); i += 2 { // cut anywhere before the last output's end: refused
		if _, _, err := parseBlock(genesisBlock[:i]); err == nil && i < len(genesisBlock)-8 {
			t.Errorf("a block cut after %d digits is taken", i)
		}
	}
}

func FuzzParseBlock(f *testing.F) {
	f.Add(genesisBlock)
	f.Add(genesisBlock[:160] + segwitCoinbase)
	f.Add(genesisBlock[:160] + "01" + "01000000" + "ffffffffffffffffff")
	f.Fuzz(func(t *testing.T, s string) {
		if _, paid, err := parseBlock(s); err == nil && paid < 0 {
			t.Errorf("paid %d", paid)
		}
	})
}

// TestBtcdtestBlocks keeps the reader and the tests' own maker of blocks apart: both must agree.
func TestBtcdtestBlocks(t *testing.T) {
	c := btcdtest.NewChain()
	for i := range 120 {
		block := c.Next(1700000000+int64(i), 5)
		_, paid, err := parseBlock(hexOf(block))
		want := int64(50e8)
		if i >= 149 {
			want /= 2
		}
		if i+1 > 100 {
			want += 5
		}
		if err != nil || int64(paid) != want {
			t.Fatalf("block %d pays %d (%v), want %d", i+1, paid, err, want)
		}
	}
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}
