package trace

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/assaymining/assay/chain"
)

// Address is a text that names a locking script, and the networks on which it does.
type Address struct {
	Text     string
	Script   []byte
	networks []string
}

// form is how addresses of a network begin. Sources: Bitcoin Core src/kernel/chainparams.cpp (base58Prefixes,
// bech32_hrp), btcd chaincfg/params.go for simnet.
type form struct {
	network            string
	publicKey, scripts byte
	human              string
}

func forms() []form {
	return []form{
		{"main", 0x00, 0x05, "bc"},
		{"test", 0x6f, 0xc4, "tb"},
		{"testnet4", 0x6f, 0xc4, "tb"},
		{"signet", 0x6f, 0xc4, "tb"},
		{"regtest", 0x6f, 0xc4, "bcrt"},
		{"simnet", 0x3f, 0x7b, "sb"},
	}
}

// On is nil if the address is of the network.
func (a Address) On(n chain.Network) error {
	if slices.Contains(a.networks, n.Name) {
		return nil
	}
	return &OtherNetwork{Address: a.Text, Of: a.networks, Asked: n.Name}
}

// ParseAddress reads an address of any network and checks its checksum (BIP 13, 173, 350; Base58Check).
func ParseAddress(text string) (Address, error) {
	wrong := fmt.Errorf("%.100q is not a bitcoin address: its checksum or its form is wrong; copy it again",
		text)
	low := strings.ToLower(text)
	for _, f := range forms() {
		if !strings.HasPrefix(low, f.human+"1") {
			continue
		}
		version, program, ok := decodeSegwit(f.human, text)
		if !ok {
			return Address{}, wrong
		}
		a := Address{Text: low, Script: append([]byte{opcode(version), byte(len(program))}, program...)}
		for _, g := range forms() {
			if g.human == f.human {
				a.networks = append(a.networks, g.network)
			}
		}
		return a, nil
	}
	prefix, hash, ok := decodeBase58(text)
	if !ok {
		return Address{}, wrong
	}
	a := Address{Text: text}
	for _, f := range forms() {
		switch prefix {
		case f.publicKey:
			a.Script = slices.Concat([]byte{0x76, 0xa9, 20}, hash, []byte{0x88, 0xac})
		case f.scripts:
			a.Script = slices.Concat([]byte{0xa9, 20}, hash, []byte{0x87})
		default:
			continue
		}
		a.networks = append(a.networks, f.network)
	}
	if a.Script == nil {
		return Address{}, wrong
	}
	return a, nil
}

// AddressOf is the address of a locking script on a network; empty if it has none.
func AddressOf(script []byte, n chain.Network) string {
	i := slices.IndexFunc(forms(), func(f form) bool { return f.network == n.Name })
	if i < 0 {
		return ""
	}
	f, size := forms()[i], len(script)
	switch {
	case size == 25 && bytes.HasPrefix(script, []byte{0x76, 0xa9, 20}) && script[23] == 0x88 &&
		script[24] == 0xac:
		return encodeBase58(f.publicKey, script[3:23])
	case size == 23 && script[0] == 0xa9 && script[1] == 20 && script[22] == 0x87:
		return encodeBase58(f.scripts, script[2:22])
	case size >= 4 && size <= 42 && int(script[1]) == size-2:
		version := int(script[0]) - 0x50
		if script[0] == 0 {
			version = 0
		}
		if version == 0 && size != 22 && size != 34 || version < 0 || version > 16 {
			return ""
		}
		return encodeSegwit(f.human, version, script[2:])
	}
	return ""
}

func opcode(version int) byte {
	if version == 0 {
		return 0
	}
	return byte(0x50 + version)
}

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// decodeBase58 reads a prefix and 20 bytes with their checksum.
func decodeBase58(text string) (prefix byte, hash []byte, ok bool) {
	if len(text) < 25 || len(text) > 36 {
		return 0, nil, false
	}
	n := new(big.Int)
	for _, r := range text {
		i := strings.IndexRune(base58, r)
		if i < 0 {
			return 0, nil, false
		}
		n.Add(n.Mul(n, big.NewInt(58)), big.NewInt(int64(i)))
	}
	if n.BitLen() > 8*25 {
		return 0, nil, false
	}
	raw := n.FillBytes(make([]byte, 25))
	first := sha256.Sum256(raw[:21])
	second := sha256.Sum256(first[:])
	same := encodeBase58(raw[0], raw[1:21]) == text // leading ones stand for zero bytes
	return raw[0], raw[1:21], same && bytes.Equal(second[:4], raw[21:])
}

func encodeBase58(prefix byte, hash []byte) string {
	raw := append([]byte{prefix}, hash...)
	first := sha256.Sum256(raw)
	second := sha256.Sum256(first[:])
	raw = append(raw, second[:4]...)
	n, digit := new(big.Int).SetBytes(raw), new(big.Int)
	var out []byte
	for n.Sign() > 0 {
		n.DivMod(n, big.NewInt(58), digit)
		out = append(out, base58[digit.Int64()])
	}
	for i := 0; i < len(raw) && raw[i] == 0; i++ {
		out = append(out, '1')
	}
	slices.Reverse(out)
	return string(out)
}

const bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// The constants that a checksum of BIP 173 and of BIP 350 ends in.
const (
	bech32End  = 1
	bech32mEnd = 0x2bc830a3
)

// polymod is the checksum of BIP 173 over five-bit values, the human part before them.
func polymod(human string, values []byte) uint32 {
	all := make([]byte, 0, 2*len(human)+1+len(values))
	for i := range len(human) {
		all = append(all, human[i]>>5)
	}
	all = append(all, 0)
	for i := range len(human) {
		all = append(all, human[i]&31)
	}
	sum := uint32(1)
	for _, v := range append(all, values...) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

func decodeSegwit(human, text string) (version int, program []byte, ok bool) {
	low := strings.ToLower(text)
	if text != low && text != strings.ToUpper(text) || len(text) > 90 || len(low) < len(human)+8 {
		return 0, nil, false
	}
	var values []byte
	for _, r := range low[len(human)+1:] {
		i := strings.IndexRune(bech32, r)
		if i < 0 {
			return 0, nil, false
		}
		values = append(values, byte(i))
	}
	version = int(values[0])
	end := uint32(bech32mEnd)
	if version == 0 {
		end = bech32End
	}
	if version > 16 || polymod(human, values) != end {
		return 0, nil, false
	}
	program, ok = regroup(values[1:len(values)-6], 5, 8, false)
	size := len(program)
	ok = ok && size >= 2 && size <= 40 && (version > 0 || size == 20 || size == 32)
	return version, program, ok
}

func encodeSegwit(human string, version int, program []byte) string {
	fives, _ := regroup(program, 8, 5, true)
	values := append([]byte{byte(version)}, fives...)
	end := uint32(bech32mEnd)
	if version == 0 {
		end = bech32End
	}
	sum := polymod(human, append(slices.Clone(values), 0, 0, 0, 0, 0, 0)) ^ end
	for i := 5; i >= 0; i-- {
		values = append(values, byte(sum>>(5*i)&31))
	}
	text := []byte(human + "1")
	for _, v := range values {
		text = append(text, bech32[v])
	}
	return string(text)
}

// regroup turns groups of so many bits into groups of other size; without padding what is left over must be
// zero.
func regroup(in []byte, from, to uint, pad bool) (out []byte, ok bool) {
	var held, bits uint
	for _, v := range in {
		held, bits = held<<from|uint(v), bits+from
		for bits >= to {
			bits -= to
			out = append(out, byte(held>>bits&(1<<to-1)))
		}
		held &= 1<<bits - 1
	}
	if pad {
		if bits > 0 {
			out = append(out, byte(held<<(to-bits)&(1<<to-1)))
		}
		return out, true
	}
	return out, bits < from && held == 0
}
