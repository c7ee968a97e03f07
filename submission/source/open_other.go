//go:build !unix

package source

// nonBlocking is only needed where a file can be a FIFO.
const nonBlocking = 0
