/// A program that was compiled natively cannot make code when it runs, so what needs code of its own is named.
module Polar.FakeServer.Tests.Persistence.NamedCodecTests

open System
open System.Collections.Generic
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Persistence
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence

/// Whether the code of a codec does for no other type: one of values, or of JSON of their own making. Scalars are named where they are defined.
let private needsCode (codec: Codec) : bool =
    let made = codec.GetType()

    made.IsGenericType
    && made.GetGenericTypeDefinition() <> typedefof<ScalarCodec<_>>
    && (made.GetGenericTypeDefinition() = typeof<OwnJsonCodec<Usage.Events.EventMetadata>>.GetGenericTypeDefinition()
        || made.GetGenericArguments() |> Array.exists _.IsValueType)

[<Tests>]
let tests =
    testCaseTask "codecs that need code of their own are named" (fun () ->
        task {
            // Modules name theirs when a fake is composed.
            use! _ = Fake.start ()
            let seen = HashSet<Type>()

            for kind in Kept.keptTypes () do
                RoundTripTests.allOf seen kind

            let needing =
                [ for kind in seen do
                      if needsCode (Codecs.Of kind) then
                          kind ]

            Expect.isGreaterThan needing.Length 10 "collections of values"

            let unnamed =
                [ for kind in needing do
                      if isNull (NamedCodecs.Find kind) then
                          string kind ]

            Expect.isEmpty unnamed "named by NamedCodecs or by a module"
        })
