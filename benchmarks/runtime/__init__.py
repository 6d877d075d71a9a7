# SPDX-License-Identifier: Apache-2.0
"""What kubeloop costs: a synthetic controller with eight children per object, against a real kube-apiserver.

`fleet` is the kind and its children, `operator` the program that is measured, `floor` the same writes by a bare client,
`process` the driver's hold on such a program, `phases` what is done to it, `report` the table.
"""
