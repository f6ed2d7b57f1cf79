// Package chain is what was seen on chain: block headers with their fees, checked by the rules of
// consensus before anything is believed, and summed into UTC days.
//
// Main types: Header, Block, Network (the rules of mainnet, regtest and the test networks), Checker
// (is this block the lawful successor of the last?) and Tally (blocks in, days out). It fetches
// nothing; fees are as the source of the blocks says, since headers do not prove them, but a
// header's difficulty, time and place in the chain are proved by its work.
//
// Sources: Bitcoin Core src/validation.cpp (ContextualCheckBlockHeader), src/pow.cpp,
// src/kernel/chainparams.cpp; the 80-byte header of the Bitcoin developer reference.
//
// Nothing in it is promised to other modules.
package chain

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/big"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Hash is a double SHA-256 in the byte order of the protocol; String shows it reversed, as nodes do.
type Hash [32]byte

// String is the 64 hexadecimal digits that nodes and explorers show.
func (h Hash) String() string {
	var r Hash
	for i, b := range h {
		r[31-i] = b
	}
	return hex.EncodeToString(r[:])
}

// ParseHash reads the 64 digits that nodes and explorers show.
func ParseHash(s string) (Hash, error) {
	var h Hash
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != 32 {
		return h, fmt.Errorf("%.80q is not a block hash of 64 hexadecimal digits", s)
	}
	for i, b := range raw {
		h[31-i] = b
	}
	return h, nil
}

// Header is the 80 bytes of a block header: version, previous block, merkle root, time, bits, nonce.
type Header [80]byte

// ParseHeader reads the 160 hexadecimal digits of a header.
func ParseHeader(s string) (Header, error) {
	var h Header
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != len(h) {
		return h, fmt.Errorf("%.20q... is not a block header of 160 hexadecimal digits", s)
	}
	copy(h[:], raw)
	return h, nil
}

// Fields are a header's parts, as REST sources give them one by one.
type Fields struct {
	Version      int32
	Prev, Merkle Hash
	Time         int64
	Bits, Nonce  uint32
}

// Header is the 80 bytes of the fields; its hash proves that none was changed.
func (f Fields) Header() Header {
	var h Header
	binary.LittleEndian.PutUint32(h[0:], uint32(f.Version))
	copy(h[4:], f.Prev[:])
	copy(h[36:], f.Merkle[:])
	binary.LittleEndian.PutUint32(h[68:], uint32(f.Time))
	binary.LittleEndian.PutUint32(h[72:], f.Bits)
	binary.LittleEndian.PutUint32(h[76:], f.Nonce)
	return h
}

// Hash is the block's hash.
func (h Header) Hash() Hash {
	first := sha256.Sum256(h[:])
	return sha256.Sum256(first[:])
}

// prev is the hash of the block before.
func (h Header) prev() Hash { return Hash(h[4:36]) }

// Time is the header's Unix time in seconds.
func (h Header) Time() int64 { return int64(binary.LittleEndian.Uint32(h[68:])) }

// Bits is the compact target.
func (h Header) Bits() uint32 { return binary.LittleEndian.Uint32(h[72:]) }

// CheckWork is nil if the header's hash meets the target that the header claims.
func (h Header) CheckWork() error {
	target, err := consensus.Target(h.Bits())
	if err != nil {
		return err
	}
	hash := h.Hash()
	for i, j := 0, 31; i < j; i, j = i+1, j-1 {
		hash[i], hash[j] = hash[j], hash[i]
	}
	if new(big.Int).SetBytes(hash[:]).Cmp(target) > 0 {
		return fmt.Errorf("its hash does not meet the target of its bits %08x", h.Bits())
	}
	return nil
}

// Block is a header with its height and the fees that its transactions paid.
type Block struct {
	Height    int
	Header    Header
	Fees      units.Sat
	FeesKnown bool
}

// Tip is the end of the chain that a source knows.
type Tip struct {
	Network Network
	Height  int
	Hash    Hash
	Time    int64 // median time of the last blocks, Unix seconds
	Headers int   // headers known, where the source says; above Height while it loads blocks
	Syncing bool  // the source says that it has not caught up
}

// Network is the rules of one Bitcoin network, as far as they differ.
type Network struct {
	Name          string // "main", "test", "testnet4", "signet", "regtest" or "simnet", as Bitcoin Core calls them
	Genesis       string // hash of block 0
	HalvingBlocks int
	retargets     bool // the 2016-block rule of mainnet holds without exceptions
	fixed         bool // difficulty never changes (fPowNoRetargeting)
}

// networks are all that are known. Difficulty of the test networks and signet is not checked: they allow
// blocks of minimum difficulty or have limits of their own.
var networks = []Network{
	{
		"main",
		"000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
		consensus.HalvingBlocks,
		true,
		false,
	},
	{
		"test",
		"000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
		consensus.HalvingBlocks,
		false,
		false,
	},
	{
		"testnet4",
		"00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
		consensus.HalvingBlocks,
		false,
		false,
	},
	{
		"signet",
		"00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",
		consensus.HalvingBlocks,
		false,
		false,
	},
	{"regtest", "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206", 150, false, true},
	{
		"simnet",
		"683e86bd5c6d110d91b94b97137ba6bfe02dbbdb8e3dff722a669b5d69d77af6",
		consensus.HalvingBlocks,
		false,
		false,
	},
}

// Mainnet is Bitcoin.
func Mainnet() Network { return networks[0] }

// NetworkOf is the network whose block 0 has the hash, whatever a node calls it.
func NetworkOf(genesis string) (Network, error) {
	for _, n := range networks {
		if n.Genesis == genesis {
			return n, nil
		}
	}
	return Network{}, fmt.Errorf("block 0 is %.64s: not a known Bitcoin network", genesis)
}

// NetworkNamed is the network that the store or the user names.
func NetworkNamed(name string) (Network, error) {
	for _, n := range networks {
		if n.Name == name {
			return n, nil
		}
	}
	return Network{}, fmt.Errorf(
		"%.40q is not a Bitcoin network; write main, test, testnet4, signet, regtest or simnet",
		name,
	)
}

// Subsidy is the subsidy of the block at height on this network.
func (n Network) Subsidy(height int) units.Sat {
	return consensus.Subsidy(height / n.HalvingBlocks * consensus.HalvingBlocks)
}

// Retargets reports whether difficulty follows the 2016-block rule without exceptions.
func (n Network) Retargets() bool { return n.retargets }
