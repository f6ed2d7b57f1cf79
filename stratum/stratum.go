// Package stratum reads and writes what miners and servers say to each other: lines of Stratum V1, frames
// and messages of Stratum V2, and the Noise handshake under V2.
//
// Main types: Line (one V1 line, in place), Frame and the messages of V2 (SetupConnection, NewMiningJob and
// so on, each with Append and Parse), Initiator and Responder (the handshake), Cipher (sealed frames).
//
// It opens no socket, reads no clock and draws no random number: keys, dates and randomness are passed in.
// Whatever it reads is a stranger's: every length is bounded, nothing is allocated for what is not there.
//
// Sources: stratum-mining/sv2-spec@0f38d51 (03, 04, 05, 07, 08); BIP 324 for the exchange of keys; BIP 340
// for signatures; the Noise Protocol Framework, revision 34; for V1 what its clients send.
//
// Nothing in it is promised to other modules.
package stratum

import "errors"

// Code is why something was refused, as Stratum V2 names it. V1 has a number for some of them.
type Code string

// Codes of Stratum V2: sv2-spec 05, and what the reference implementation sends where the text is silent.
const (
	UnsupportedFeatures    Code = "unsupported-feature-flags"
	UnsupportedProtocol    Code = "unsupported-protocol"
	VersionMismatch        Code = "protocol-version-mismatch"
	InvalidUser            Code = "invalid-user-identity"
	UnknownUser            Code = "unknown-user"
	InvalidHashrate        Code = "invalid-nominal-hashrate"
	TargetOutOfRange       Code = "max-target-out-of-range"
	ExtranonceTooLarge     Code = "min-extranonce-size-too-large"
	ExtendedNotForStandard Code = "extended-channels-not-supported-for-standard-jobs"
	NoJobDeclaration       Code = "jd-not-supported"
	TooManyChannels        Code = "too-many-channels" // the field has no code of its own for it
	InvalidChannel         Code = "invalid-channel-id"
	InvalidJob             Code = "invalid-job-id"
	Stale                  Code = "stale-share"
	Duplicate              Code = "duplicate-share"
	LowDifficulty          Code = "difficulty-too-low"
	BadExtranonce          Code = "bad-extranonce-size"
	InvalidTime            Code = "invalid-share" // the field has no code of its own for a header's time
	VersionFixed           Code = "version-rolling-not-allowed"
	VersionBits            Code = "invalid-non-rollable-version-bit"
)

// Refusal is Code's counterpart in V1: a number and words.
type Refusal struct {
	Number int
	Says   string
}

// V1 is what a V1 client is told instead of c.
func (c Code) V1() Refusal {
	switch c {
	case InvalidJob:
		return Refusal{21, "Job not found"}
	case Stale:
		return Refusal{21, "Stale share"}
	case Duplicate:
		return Refusal{22, "Duplicate share"}
	case LowDifficulty:
		return Refusal{23, "Low difficulty share"}
	case UnknownUser, InvalidUser:
		return Refusal{24, "Unauthorized worker"}
	case InvalidTime:
		return Refusal{20, "Time out of range"}
	case VersionFixed, VersionBits:
		return Refusal{20, "Invalid version bits"}
	case BadExtranonce:
		return Refusal{20, "Invalid extranonce2 size"}
	}
	return Refusal{20, "Other/unknown"}
}

// Unsubscribed is what a V1 client is told that submits before it subscribed.
func Unsubscribed() Refusal { return Refusal{25, "Not subscribed"} }

// Errors of reading. Whoever sends such bytes is not worth an answer.
var (
	ErrSyntax = errors.New("not of the protocol's form")
	errShort  = errors.New("cut short")
	errSize   = errors.New("larger than the protocol's bounds")
)
