/// The tool as a process of its own that is killed while many write, and started again.
module Polar.FakeServer.Tests.Persistence.KillTests

open System
open System.Collections.Concurrent
open System.Diagnostics
open System.IO
open System.Net.Http
open System.Text
open System.Text.Json.Nodes
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Customers
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence
open Polar.FakeServer.Tests.CommandLine.Tool

let private writers = 64

/// How often it is killed: a few times in a usual run, a hundred times with POLAR_FAKE_KILLS=100.
let private kills =
    match Int32.TryParse(Environment.GetEnvironmentVariable "POLAR_FAKE_KILLS") with
    | true, number -> number
    | _ -> 3

let private asking (client: HttpClient) (method: string) (path: string) (body: string option) : Task<int * string> =
    task {
        use request = Http.request method path (Some "polar_oat_fake") body
        use! response = client.SendAsync request
        let! text = response.Content.ReadAsStringAsync()
        return int response.StatusCode, text
    }

let private made (client: HttpClient) (path: string) (body: string) : Task<JsonNode> =
    task {
        let! status, text = asking client "POST" path (Some body)

        if status >= 300 then
            failwith $"{path}: {status} {text}"

        return Json.parse text
    }

/// Tells what a writer was told of: customers, and that they have paid their orders.
let private write (client: HttpClient) (product: string) (writer: int) (tell: string -> unit) : Task<unit> =
    task {
        try
            let mutable visit = 0

            while true do
                visit <- visit + 1
                let email = $"client{writer}-{visit}-{Guid.NewGuid():N}@acme.dev"
                let! customer = made client "/v1/customers/" $"""{{"email":"{email}"}}"""
                let id = Json.text "id" customer
                tell $"customer {id}"

                let! session =
                    made client "/v1/checkouts/" $"""{{"products":["{product}"],"customer_id":"{id}"}}"""

                let! _ =
                    made client $"""/v1/checkouts/client/{Json.text "client_secret" session}/confirm""" Given.confirmation

                tell $"order {id}"
        with _ ->
            // The fake is gone.
            ()
    }

let private entries (list: string) (document: JsonNode) : JsonNode list =
    [ for entry in (Json.at $"lists.{list}.entries" document).AsObject() -> Unchecked.nonNull entry.Value ]

/// Whatever a step makes is there as a whole: a customer with its owner, a session that succeeded with its order, an order that is paid with its payment.
let private hasWholeSteps (document: JsonNode) : unit =
    let owned =
        entries "members" document
        |> List.map (Json.text "resource.customer_id")
        |> Set.ofList

    for customer in entries "customers" document do
        Expect.isTrue (owned.Contains(Json.text "resource.id" customer)) "a customer has an owner"

    let ordered =
        entries "orders" document |> List.map (Json.text "checkout_id") |> Set.ofList

    for session in entries "checkouts" document do
        if Json.text "status.value" session = "succeeded" then
            Expect.isTrue (ordered.Contains(Json.text "id" session)) "a session that succeeded has an order"

    let paid =
        entries "payments" document
        |> List.map (Json.text "resource.order_id")
        |> Set.ofList

    for order in entries "orders" document do
        Expect.isTrue (paid.Contains(Json.text "id" order)) "an order that is paid has a payment"

let private isThere (client: HttpClient) (told: string) : Task<unit> =
    task {
        match told.Split ' ' with
        | [| "customer"; id |] ->
            let! status, text = asking client "GET" $"/v1/customers/{id}" None
            Expect.equal status 200 $"{told}: {text}"
        | parts ->
            let! _, text = asking client "GET" $"/v1/orders/?customer_id={parts[1]}" None
            Expect.equal (Json.whole "pagination.total_count" (Json.parse text)) 1L told
    }

/// Each of them is there; several are asked for at a time.
let private areThere (client: HttpClient) (told: string list) : Task<unit> =
    task {
        for some in List.chunkBySize writers told do
            let! _ = Task.WhenAll(some |> List.map (isThere client))
            ()
    }

/// From the start of the process to its first answer.
let private startOn (file: string) : Task<Process * HttpClient * TimeSpan> =
    task {
        let begun = Stopwatch.GetTimestamp()
        let! running, said = startServing [ "--data"; file ]

        let client =
            new HttpClient(new SocketsHttpHandler(MaxConnectionsPerServer = writers), BaseAddress = addressIn said)

        let! _, health = asking client "GET" "/_fake/health" None
        let time = Stopwatch.GetElapsedTime begun
        Expect.equal (Json.text "data.journal_mode" (Json.parse health)) "wal" "SQLite's write-ahead log"
        Expect.equal (Json.text "data.synchronous" (Json.parse health)) "full" "every commit waits for the disk"
        return running, client, time
    }

let private killed (running: Process) : Task<unit> =
    task {
        running.Kill()
        do! running.WaitForExitAsync()
    }

[<Tests>]
let tests =
    testList
        "a killed process"
        [ testCaseTask
              $"killed {kills} times under {writers} writers: nothing that anybody was told of is lost, and no step is half there"
              (fun () ->
                  task {
                      use folder = new Kept.Folder()
                      let told = ConcurrentQueue<string>()
                      let random = Random 5
                      let! running, client, _ = startOn folder.File

                      let! product =
                          made client "/v1/products/" """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":900}]}"""

                      let product = Json.text "id" product
                      let mutable running, client = running, client
                      let mutable slowest = TimeSpan.Zero
                      let begun = Stopwatch.GetTimestamp()

                      try
                          for round in 1..kills do
                              let before = told.Count
                              let enough = before + 50 + random.Next 400
                              use reached = new SemaphoreSlim 0

                              let writing =
                                  [ for writer in 1..writers ->
                                        Task.Run<unit>(fun () ->
                                            write client product writer (fun one ->
                                                told.Enqueue one

                                                if told.Count = enough then
                                                    reached.Release() |> ignore)) ]

                              let! _ = Task.WhenAny(reached.WaitAsync(), Task.WhenAll writing)
                              do! killed running
                              let! _ = Task.WhenAll writing
                              Expect.isGreaterThanOrEqual told.Count enough "it was killed, and has not ended by itself"
                              client.Dispose()
                              let! again, anew, time = startOn folder.File
                              running <- again
                              client <- anew
                              slowest <- max slowest time
                              do! areThere client (told |> Seq.skip before |> List.ofSeq)

                              // No step touches what an earlier one has made, so half a step stays what it is until somebody looks.
                              if round % 25 = 0 || round = kills then
                                  let! _, document = asking client "GET" "/_fake/export" None
                                  hasWholeSteps (Json.parse document)

                          do! areThere client (List.ofSeq told)

                          printfn
                              $"killed {kills} times in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s: {told.Count} acknowledged writes, {FileInfo(folder.File).Length / 1024L / 1024L} MB, the slowest start {slowest.TotalMilliseconds:F0} ms"
                      finally
                          (killedInTheEnd running).Dispose()
                          client.Dispose()

                      Expect.isLessThan slowest (TimeSpan.FromSeconds 20.0) "and it is back soon"
                  })

          testCaseTask "100,000 rows are back soon" (fun () ->
              task {
                  use folder = new Kept.Folder()

                  do!
                      task {
                          use! fake =
                              Fake.startWith (fun options ->
                                  options.DataFile <- folder.File
                                  options.StartTime <- Nullable()
                                  options.WallClock <- TimeProvider.System)

                          let organization = fake.Organization.Id

                          let! _ =
                              fake.ExecuteAsync(fun transaction ->
                                  for number in 1..50000 do
                                      let id = transaction.NewId()

                                      transaction.Save(
                                          CustomerRow(
                                              CustomerIndividual(
                                                  Id = id,
                                                  CreatedAt = transaction.Now,
                                                  ModifiedAt = Nullable(),
                                                  EmailVerified = false,
                                                  BillingName = null,
                                                  BillingAddress = null,
                                                  TaxId = null,
                                                  DeletedAt = Nullable(),
                                                  FirstUserEventAt = Nullable(),
                                                  AvatarUrl = null,
                                                  Metadata = ValueMap<JsonScalar>.Empty.With("number", JsonScalar.op_Implicit number),
                                                  Email = $"client{number}@acme.dev",
                                                  Name = $"Client {number}",
                                                  ExternalId = $"client-{number}",
                                                  OrganizationId = organization
                                              ),
                                              ShortId = string number
                                          )
                                      )
                                      |> ignore

                                      transaction.Save(
                                          MemberRow(
                                              Member(
                                                  Id = transaction.NewId(),
                                                  CreatedAt = transaction.Now,
                                                  ModifiedAt = Nullable(),
                                                  ExternalId = null,
                                                  CustomerId = id,
                                                  Email = $"client{number}@acme.dev",
                                                  Name = $"Client {number}",
                                                  Role = MemberRole.Owner
                                              ),
                                              organization
                                          )
                                      )
                                      |> ignore

                                  0)

                          ()
                      }

                  let! running, client, time = startOn folder.File
                  use _ = killedInTheEnd running
                  let! _, page = asking client "GET" "/v1/customers/?limit=1" None
                  Expect.equal (Json.whole "pagination.total_count" (Json.parse page)) 50000L "all of them"
                  let! _, found = asking client "GET" "/v1/customers/?email=client49999@acme.dev" None
                  Expect.equal (Json.text "items.0.external_id" (Json.parse found)) "client-49999" "found by what they are found by"
                  Expect.isLessThan time (TimeSpan.FromSeconds 10.0) "soon"
                  client.Dispose()
              }) ]
    |> testSequenced
