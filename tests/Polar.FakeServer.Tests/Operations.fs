/// The fake's operations.
module Polar.FakeServer.Tests.Operations

open Polar.FakeServer.Composition
open Polar.FakeServer.Http
open Polar.FakeServer.Generated

/// The table that the fake answers by.
let all: Route list = List.ofSeq Routes.All

/// The schemas that requests are checked against.
let schemas = Modules.Composed.Schemas
