module Polar.FakeServer.Tests.House.ConventionTests

open System
open System.IO
open System.Reflection.Metadata
open System.Reflection.PortableExecutable
open Expecto
open Polar.FakeServer
open Polar.Tests
open Polar.FakeServer.Tests

/// `#ctor(System.Int32)` is `.ctor`.
let private withoutSignature (member': string) =
    let name = (member'.Split '(')[0]
    name.Replace('#', '.')

/// A banned symbol as compiled code refers to it: the type, and the member where not the whole type is banned.
let private banned: (string * string option) list =
    [ for line in File.ReadAllLines(Approved.path "fake-server/Polar.FakeServer/BannedSymbols.txt") do
          match line.Split(':', 2) with
          | [| kind; rest |] ->
              let symbol = (rest.Split ';')[0]
              let dot = symbol.LastIndexOf '.'
              let holder, name = symbol.Substring(0, dot), symbol.Substring(dot + 1)

              match kind with
              | "T" -> symbol, None
              | "P" -> holder, Some $"get_{name}"
              | _ -> holder, Some(withoutSignature name)
          | _ -> failtest $"BannedSymbols.txt: '{line}'" ]

/// What a compiled assembly refers to: every type, and every member with its type.
let private references (assembly: string) : Set<string * string option> =
    use file = File.OpenRead assembly
    use image = new PEReader(file)
    let reader = image.GetMetadataReader()

    let nameOf (handle: TypeReferenceHandle) =
        let reference = reader.GetTypeReference handle
        $"{reader.GetString reference.Namespace}.{reader.GetString reference.Name}"

    set
        [ for handle in reader.TypeReferences do
              nameOf handle, None

          for handle in reader.MemberReferences do
              let reference = reader.GetMemberReference handle

              if reference.Parent.Kind = HandleKind.TypeReference then
                  nameOf (TypeReferenceHandle.op_Explicit reference.Parent), Some(reader.GetString reference.Name) ]

[<Tests>]
let tests =
    testList
        "fake: conventions"
        [ testCase "the fake reads no wall clock, makes no id of its own and knows no other chance than the world's"
          <| fun () ->
              let used = references typeof<FakePolar>.Assembly.Location
              Expect.isTrue (used.Contains("System.Guid", Some "Parse")) "the look finds what is there"
              Expect.isGreaterThan banned.Length 8 "the list"

              for symbol in banned do
                  Expect.isFalse (used.Contains symbol) $"{symbol}"

          testCase "the look finds what is banned where it is used"
          <| fun () ->
              // Jitter of the client's retries is not the world's business.
              let used = references typeof<Polar.Functional.RetryPolicy>.Assembly.Location
              Expect.isTrue (used.Contains("System.Random", Some "get_Shared")) "Random.Shared of the client" ]
