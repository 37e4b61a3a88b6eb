/// Recordings that tests make and play again.
module internal Polar.FakeServer.Tests.Recording.Recorded

open System
open System.IO
open System.Net
open System.Net.Http
open System.Text
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A file that is not there yet, and is gone in the end.
let scratch (play: string -> Task<unit>) : Task<unit> =
    task {
        let folder = Directory.CreateTempSubdirectory "polar-recording-"

        try
            do! play (Path.Combine(folder.FullName, "recording.jsonl"))
        finally
            folder.Delete true
    }

/// What happens in a fake, recorded.
let recorded (file: string) (change: FakePolarOptions -> unit) (play: FakePolar -> Task<unit>) : Task<unit> =
    task {
        use! fake =
            Fake.startWith (fun options ->
                options.RecordTo <- file
                change options)

        do! play fake
    }

let steps (file: string) : JsonNode list =
    File.ReadAllLines file |> Array.map Json.parse |> List.ofArray |> List.tail

let kinds (file: string) =
    steps file |> List.map (Json.text "kind")

let same (file: string) : Task<FakeReplay> =
    task {
        let! replay = FakePolar.ReplayAsync file
        Expect.isNull replay.Difference "nothing is different"
        return replay
    }

/// A recording with one of its lines changed.
let edit (file: string) (change: string -> string) =
    File.WriteAllLines(file, File.ReadAllLines file |> Array.map change)

/// A body whose length nobody says.
type Unsized(text: string) =
    inherit HttpContent()

    override _.SerializeToStreamAsync(stream: Stream, _: TransportContext | null) : Task =
        stream.WriteAsync(Encoding.UTF8.GetBytes text).AsTask()

    override _.TryComputeLength(length: byref<int64>) =
        length <- 0L
        false

let private raw (fake: FakePolar) (path: string) (content: HttpContent) =
    task {
        let request = new HttpRequestMessage(HttpMethod.Post, path, Content = content)

        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {fake.AccessToken}")
        |> ignore

        return! Http.raw fake request
    }

/// What a shop has to do with in a month, refusals included.
let month (fake: FakePolar) : Task<unit> =
    task {
        let! product = Given.monthly 1900L fake
        let! customer, _ = Given.purchase product "ada@acme.dev" fake
        let! wrong = Http.post "/v1/customers/" """{"email":"x"}""" fake
        Expect.equal wrong.Status 422 "refused"
        let! stranger = Http.anonymous "GET" "/v1/products/" None fake
        Expect.equal stranger.Status 401 "refused"
        let! unsized = raw fake "/v1/customers/" (new Unsized "{}")
        Expect.equal unsized.Status 411 "a body without a length"
        let! control = raw fake "/_fake/tokens" (new Unsized """{"kind":"organization"}""")
        Expect.equal control.Status 201 control.Text
        let! _ = Http.post "/_fake/clock" """{"advance":"P1M"}""" fake
        let! orders = Http.get "/v1/orders/" fake
        Expect.equal (Json.whole "pagination.total_count" orders.Json) 2L "bought and renewed"

        let! _ =
            Http.patch $"""/v1/customers/{Json.text "id" customer}""" """{"name":"Ada"}""" fake

        let! _ = Http.post "/_fake/snapshots" """{"name":"month"}""" fake
        let! _ = Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake
        let! _ = Http.post "/_fake/snapshots/month/restore" "" fake
        let! page = Http.anonymous "GET" "/_fake/requests" None fake
        Expect.equal page.Status 200 "what was asked"
        do! fake.Clock.AdvanceAsync "P3D"
    }
