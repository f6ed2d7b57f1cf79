//go:build !amd64

package sha256d

// fast says that there are functions for this processor: none here.
const fast = false

func sumOne(*[most]byte, int) [32]byte { panic("sha256d: not for this processor") }

func sumTwo(_, _ *[most]byte, _ int) (one, two [32]byte) { panic("sha256d: not for this processor") }

func fold([32]byte, [][32]byte) [32]byte { panic("sha256d: not for this processor") }

func foldBoth(_, _ [32]byte, _ [][32]byte) (root, root2 [32]byte) {
	panic("sha256d: not for this processor")
}
