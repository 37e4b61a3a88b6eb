/// Data files that tests need, and worlds that were kept in them.
module internal Polar.FakeServer.Tests.Persistence.Kept

open System
open System.Collections
open System.Collections.Immutable
open System.IO
open System.Reflection
open System.Runtime.CompilerServices
open System.Text
open System.Text.Json
open System.Threading.Tasks
open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Persistence
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence.FilledValues

/// A folder of a test's own.
[<Sealed>]
type Folder() =
    let path =
        Path.Combine(Path.GetTempPath(), "polar-kept-" + Path.GetRandomFileName())

    do Directory.CreateDirectory path |> ignore
    member _.Path = path
    member _.File = Path.Combine(path, "world.db")

    interface IDisposable with
        member _.Dispose() = Directory.Delete(path, true)

/// A fake whose clock stands still, and whose world is in a file.
let startOn (file: string) (change: FakePolarOptions -> unit) : Task<FakePolar> =
    Fake.startWith (fun options ->
        options.FreezeClock <- true
        options.DataFile <- file
        change options)

/// What a file that cannot be used is refused with.
let refusal (start: unit -> Task<FakePolar>) : Task<string> =
    task {
        try
            use! _ = start ()
            return failtest "It starts."
        with :? FakeDataException as refused ->
            Expect.isFalse (refused.Message.TrimEnd('.').Contains ". ") $"one sentence: {refused.Message}"
            return refused.Message
    }

/// The addresses of the customers there are.
let emails (fake: FakePolar) : Task<string list> =
    task {
        let! answer = Http.get "/v1/customers/?limit=100" fake
        return Json.items "items" answer.Json |> List.map (Json.text "email")
    }

/// A file with a customer in it.
let begun (folder: Folder) : Task<unit> =
    task {
        use! fake = startOn folder.File ignore
        let! _ = Given.customer "ada@acme.dev" fake
        ()
    }

let private sorted (items: seq<obj>) =
    items |> Seq.sortBy string |> List.ofSeq

/// Where two values differ in whatever field of theirs; nothing where they do not.
let rec difference (path: string) (one: obj | null) (other: obj | null) : string option =
    let listed (one: IEnumerable) (other: IEnumerable) =
        [ for item in one -> item ], [ for item in other -> item ]

    match one, other with
    | null, null -> None
    | null, _
    | _, null -> Some $"{path}: {one} and {other}"
    | one, other ->
        let kind = one.GetType()

        let isSame =
            kind.IsPrimitive
            || kind.IsEnum
            || List.contains
                kind
                [ typeof<string>
                  typeof<Guid>
                  typeof<TimeSpan>
                  typeof<DateOnly>
                  typeof<RawJson>
                  typeof<JsonScalar> ]

        let both (one: IEnumerable) (other: IEnumerable) =
            match listed one other with
            | left, right when left.Length <> right.Length -> Some $"{path}: {left.Length} and {right.Length} items"
            | left, right ->
                List.zip left right
                |> List.indexed
                |> List.tryPick (fun (index, (left, right)) -> difference $"{path}[{index}]" left right)

        match one, other with
        | (:? DateTimeOffset as left), (:? DateTimeOffset as right) ->
            if left.EqualsExact right then
                None
            else
                Some $"{path}: {left:O} and {right:O}"
        | (:? decimal as left), (:? decimal as right) ->
            if Decimal.GetBits left = Decimal.GetBits right then
                None
            else
                Some $"{path}: {left} and {right}"
        | (:? ReadOnlyMemory<byte> as left), (:? ReadOnlyMemory<byte> as right) -> both (left.ToArray()) (right.ToArray())
        | (:? Usage.Events.EventMetadata as left), (:? Usage.Events.EventMetadata as right) ->
            if left.ToString() = right.ToString() then
                None
            else
                Some $"{path}: {left} and {right}"
        | _ when isSame ->
            if one.Equals other then
                None
            else
                Some $"{path}: {one} and {other}"
        | (:? IEnumerable as left), (:? IEnumerable as right) ->
            if
                kind.IsGenericType
                && kind.GetGenericTypeDefinition() = typedefof<ImmutableHashSet<_>>
            then
                both (sorted (Seq.cast left)) (sorted (Seq.cast right))
            elif
                kind.IsGenericType
                && kind.GetGenericTypeDefinition() = typedefof<ImmutableDictionary<_, _>>
            then
                both (sorted (Seq.cast left)) (sorted (Seq.cast right))
            else
                both left right
        | _ when kind <> other.GetType() -> Some $"{path}: a {kind.Name} and a {other.GetType().Name}"
        | _ ->
            fieldsOf kind
            |> List.tryPick (fun field -> difference $"{path}.{field.Name}" (field.GetValue one) (field.GetValue other))

/// A value as it is kept, and what is read of that.
let throughJson (declared: Type) (value: obj) : string * obj =
    let codec = Codecs.Of declared
    use stream = new MemoryStream()

    do
        use writer = new Utf8JsonWriter(stream)
        codec.Write(writer, value)

    let mutable reader = Utf8JsonReader(ReadOnlySpan(stream.ToArray()))
    reader.Read() |> ignore
    Encoding.UTF8.GetString(stream.ToArray()), codec.Read &reader

/// Everything that a world is kept as: rows, jobs, entries of its other parts.
let keptTypes () : Type list =
    [ yield! KeptTypes.Rows
      yield! concrete typeof<IJob>
      typeof<JobEntry>
      typeof<PublishedEntry>
      typeof<WorldOrigin>
      typeof<KeptClock>
      typeof<Usage.Events.EventEntry>
      typeof<Usage.Events.LateParent> ]

/// Two documents are the same; where they are not, the first lines that differ are told, and not all of both.
let isSameDocument (expected: string) (actual: string) (why: string) : unit =
    let expected, actual = expected.Split '\n', actual.Split '\n'

    let differing =
        Seq.zip expected actual
        |> Seq.indexed
        |> Seq.tryFind (fun (_, (one, other)) -> one <> other)

    match differing with
    | None -> Expect.equal actual.Length expected.Length why
    | Some(line, _) ->
        let around (lines: string array) =
            String.Join('\n', lines[max 0 (line - 12) .. min (lines.Length - 1) (line + 3)])

        failtest $"{why}: line {line}\n{around expected}\n--- and ---\n{around actual}"
