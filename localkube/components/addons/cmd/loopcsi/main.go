// SPDX-License-Identifier: Apache-2.0

// loopcsi is a CSI driver for one machine that plays many nodes. A volume is a sparse file with XFS in it,
// mounted through a loop device: its size is real (it can fill up), it grows online, and a snapshot is a copy
// of the frozen file. All nodes share the directory of the files, so volumes follow their pods like network
// storage, and like network storage they can be attached to one node at a time.
//
// XFS and not ext4: growing a mounted ext4 needs CAP_SYS_RESOURCE, which containers of CI systems often lack.
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"os"
	"path/filepath"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
)

const driverName = "loop.csi.local"

func main() {
	data := flag.String("data", "", "directory of the volumes, shared by all nodes")
	node := flag.String("node", "", "name of this node; empty for the controller service")
	socket := flag.String("socket", "", "where the CSI services listen")
	registry := flag.String("registration", "", "kubelet's directory of plugin sockets (nodes only)")
	flag.Parse()
	if *data == "" || *socket == "" {
		log.Fatal("--data and --socket are needed")
	}
	volumes := &store{directory: *data}
	if err := os.MkdirAll(*data, 0o700); err != nil {
		log.Fatal(err)
	}

	server := grpc.NewServer(grpc.UnaryInterceptor(logFailures))
	csi.RegisterIdentityServer(server, identity{})
	if *node == "" {
		csi.RegisterControllerServer(server, &controller{volumes: volumes})
	} else {
		service := &nodeService{volumes: volumes, name: *node}
		csi.RegisterNodeServer(server, service)
		go service.serveCopies()
	}
	listener := listen(*socket)
	if *registry != "" {
		go serveRegistration(filepath.Join(*registry, driverName+"-reg.sock"), *socket)
	}
	log.Fatal(server.Serve(listener))
}

// listen replaces a socket that an earlier life of this process left behind.
func listen(path string) net.Listener {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		log.Fatal(err)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		log.Fatal(err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		log.Fatal(err)
	}
	return listener
}

func logFailures(
	ctx context.Context, request any, call *grpc.UnaryServerInfo, handler grpc.UnaryHandler,
) (any, error) {
	answer, err := handler(ctx, request)
	if err != nil {
		log.Printf("%s: %v", call.FullMethod, err)
	}
	return answer, err
}
