/// Nothing that breaks a header, or that would be read as something else, reaches the wire.
module Polar.Functional.Tests.Core.SendabilityTests

open System
open System.Net.Http
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RawServer

let private id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"
let private reading = Products.list (ProductsListQuery())

let private page: int -> string -> Reaction =
    fun _ _ -> respond (polars 200 emptyPage)

let private unsendable (result: Result<'ok, 'error>) : string =
    match result |> failed |> box |> callOf with
    | CallError.Unsendable reason -> reason
    | other -> failtest $"this is not unsendable: {other}"

let private retrying (executor: Executor) : Executor =
    Executor.retry
        { RetryPolicy.standard with
            Time = SkippingTime() }
        executor

/// Over Flurl and over a client of one's own, each of which would be tried again.
let private executors (connection: Connection) : Executor list =
    [ Executor.live connection
      Executor.ofHttpClient (new HttpClient(HttpHandler.create ())) connection ]
    |> List.map retrying

let private tokens =
    [ "secret\r\nX-Injected: 1"
      "secret\r\n\r\nGET /v1/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
      "secret\nagain"
      "secret\000"
      "\001secret"
      "sec\tret"
      "secret\127"
      "sécret"
      "secret token"
      "secret " ]

let private shared (name: string) (options: SendOptions) (says: string) (hides: string) =
    testCase name
    <| fun () ->
        serving page (fun server ->
            task {
                for executor in executors (Connection.create (Server.At server.Address) "polar_oat_fine") do
                    let before = server.Requests.Length
                    let! result = Polar.sendWith options executor reading CancellationToken.None
                    let reason = unsendable result
                    Expect.stringContains reason says "what is wrong is named"
                    Expect.isFalse (reason.Contains hides) $"its value is not shown: {reason}"
                    Expect.isFalse (reason |> Seq.exists Char.IsControl) "one line for a log"
                    Expect.hasLength server.Requests before "nothing is sent"

                    // The connection is not spoilt for others either.
                    let! next = Polar.send executor reading CancellationToken.None
                    Expect.isOk next "an innocent call gets its own answer"

                Expect.hasLength server.Requests 2 "one request of each innocent call"
            })

let private ofTokens =
    testList
        "tokens"
        [ for token in tokens do
              shared
                  $"a call's token with {Uri.EscapeDataString token} is an error that does not show it"
                  { SendOptions.none with
                      AccessToken = Some(Secret token) }
                  "The access token of the call holds"
                  "ret"

          testCase "a connection whose token no header can hold sends nothing, whatever is called"
          <| fun () ->
              serving page (fun server ->
                  task {
                      for token in "" :: tokens do
                          for executor in executors (Connection.create (Server.At server.Address) token) do
                              let! read = Polar.send executor reading CancellationToken.None
                              let! delete = Polar.send executor (Products.delete id) CancellationToken.None

                              for reason in [ unsendable read; unsendable delete ] do
                                  Expect.stringStarts reason "The access token " "what is wrong is named"
                                  Expect.isFalse (reason.Contains "ret") "the secret is not shown"

                      Expect.isEmpty server.Requests "nothing is sent"
                  })

          testCase "null is refused where it is given, by its name"
          <| fun () ->
              let nothing = Unchecked.defaultof<string>

              let parameter (make: unit -> unit) =
                  Expect.throwsC make (fun thrown -> (thrown :?> ArgumentNullException).ParamName)

              Expect.equal (parameter (fun () -> Connection.create Server.Sandbox nothing |> ignore)) "accessToken" "a token"
              Expect.equal (parameter (fun () -> Connection.create Unchecked.defaultof<Server> "a" |> ignore)) "server" "a server"
              Expect.equal (parameter (fun () -> Secret nothing |> ignore)) "value" "a secret"
              Expect.equal (parameter (fun () -> Customers.create Unchecked.defaultof<CustomerCreate> |> ignore)) "body" "a body" ]

let private header name value =
    { SendOptions.none with
        Headers = [ name, value ] }

let private ofHeaders =
    testList
        "headers"
        [ for name, value, says in
              [ "X-Trace", "hidden\r\nX-Injected: 1", "The value of the header 'X-Trace' holds a line break (at position 7)."
                "X-Trace", "hidden\000", "holds a NUL character"
                "X-Trace", "hidden\001", "holds a control character"
                "X-Trace", "hidden ü", "holds a character beyond ASCII"
                "User-Agent", "hidden\n", "The value of the header 'User-Agent' holds a line break"
                "X-Trace", Unchecked.defaultof<string>, "The header 'X-Trace' has no value"
                "", "hidden", "A header has no name."
                Unchecked.defaultof<string>, "hidden too", "A header has no name."
                "X Trace", "hidden", "The name of a header holds a space (at position 2)."
                "X-Trace\r\nhidden", "1", "The name of a header holds a line break"
                "X-Träce", "hidden", "The name of a header holds a character beyond ASCII"
                "X:hidden", "1", "The name of a header holds a character that is not allowed there"
                "Content-Type", "hidden; nonsense", "The header 'Content-Type' is the client's own"
                "content-type", "application/json", "The header 'content-type' is the client's own"
                "Content-Length", "5", "is the client's own"
                "Content-Disposition", "hidden", "is the client's own"
                "Transfer-Encoding", "chunked", "is the client's own"
                "Connection", "close", "is the client's own"
                "Host", "hidden", "is the client's own"
                "Expect", "100-continue", "is the client's own"
                "Accept-Encoding", "zstd", "is the client's own"
                "Polar-Version", "2026-04", "is the client's own"
                "Authorization", "Bearer hidden", "give the access token instead" ] do
              shared $"'{Uri.EscapeDataString(string name)}' with '{Uri.EscapeDataString(string value)}'" (header name value) says "hidden"

          testCase "headers that an executor adds are held to the same"
          <| fun () ->
              serving page (fun server ->
                  task {
                      let executor =
                          Executor.live (Connection.create (Server.At server.Address) "polar_oat_fine")
                          |> Executor.withOptions (header "X-Trace" "a\r\nb")

                      let! result = Polar.send executor reading CancellationToken.None
                      Expect.stringContains (unsendable result) "'X-Trace'" "the header"
                      Expect.isEmpty server.Requests "nothing is sent"
                  }) ]

let private ofTimes =
    testCase "a timeout that is no positive time sends nothing"
    <| fun () ->
        serving page (fun server ->
            task {
                for timeout in
                    [ TimeSpan.Zero
                      TimeSpan.FromSeconds -1.0
                      Timeout.InfiniteTimeSpan
                      TimeSpan.MinValue ] do
                    let connection = Connection.create (Server.At server.Address) "polar_oat_fine"

                    let options =
                        { SendOptions.none with
                            Timeout = Some timeout }

                    let! ofCall =
                        Polar.sendWith options (Executor.live connection) reading CancellationToken.None

                    let! ofConnection =
                        Polar.send (Executor.live { connection with Timeout = timeout }) reading CancellationToken.None

                    for reason in [ unsendable ofCall; unsendable ofConnection ] do
                        Expect.stringContains reason "give a positive time" "what to do"

                let! none =
                    Polar.send
                        (Executor.live
                            { Connection.create (Server.At server.Address) "polar_oat_fine" with
                                MaxResponseBytes = 0L })
                        reading
                        CancellationToken.None

                Expect.stringContains (unsendable none) "MaxResponseBytes is 0" "no room for an answer"
                Expect.isEmpty server.Requests "nothing is sent"
            })

let private addresses =
    [ "https://polar.test/v1", "has a path"
      "https://polar.test/a%20b/", "has a path"
      "https://polar.test/?a=b", "has a query or a fragment"
      "https://polar.test#a", "has a query or a fragment"
      "ftp://polar.test", "begins with 'ftp:'"
      "localhost:8055", "begins with 'localhost:'"
      "polar.test", "has no scheme"
      "/v1", "give an http or https address"
      "", "has no scheme" ]

let private ofServers =
    testList
        "servers"
        [ for address, says in addresses do
              testCase $"'{address}' is no server"
              <| fun () ->
                  match Server.parse address with
                  | Error sentence ->
                      Expect.stringContains sentence says "what is wrong"
                      Expect.stringContains sentence "http://127.0.0.1:8055" "what is meant"
                  | Ok server -> failtest $"{server}"

                  let connection =
                      Connection.create (Server.At(Uri(address, UriKind.RelativeOrAbsolute))) "polar_oat_fine"

                  for executor in executors connection do
                      Expect.stringContains (send executor reading |> unsendable) says "every call says so"

          testCase "servers have names and addresses"
          <| fun () ->
              Expect.equal (Server.parse "production") (Ok Server.Production) "production"
              Expect.equal (Server.parse " Sandbox ") (Ok Server.Sandbox) "sandbox"

              for address in [ "http://127.0.0.1:8055"; "http://127.0.0.1:8055/" ] do
                  match Server.parse address with
                  | Ok server -> Expect.equal server.Address "http://127.0.0.1:8055" address
                  | Error sentence -> failtest sentence

          testCase "a password in an address is not shown and not sent"
          <| fun () ->
              serving page (fun server ->
                  task {
                      let address = Uri $"http://ada:hidden@127.0.0.1:{server.Address.Port}"
                      let connection = Connection.create (Server.At address) "polar_oat_fine"

                      for shown in [ string connection; sprintf "%A" connection; string connection.Server ] do
                          Expect.isFalse (shown.Contains "hidden") shown

                      let! result = Polar.send (Executor.live connection) reading CancellationToken.None
                      Expect.isOk result "it is called"
                      Expect.isFalse (server.Requests.Head.Contains "hidden") "without it"
                      let basic = Convert.ToBase64String("ada:hidden"B)
                      Expect.isFalse (server.Requests.Head.Contains basic) "in any form"
                  }) ]

[<Tests>]
let tests = testList "what may be sent" [ ofTokens; ofHeaders; ofTimes; ofServers ]
