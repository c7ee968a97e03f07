//go:build !linux

package store

// Only Linux gives a test a disk of its own.
var diskChildren = map[string]func(dir string) error{}
