/// What is said of answers that are not what they should be, over a socket.
module Polar.Functional.Tests.Core.AnswerTests

open System
open System.IO
open System.IO.Compression
open System.Net.Http
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RawServer

let private id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"
let private reading = Products.list (ProductsListQuery())

let private connection (server: RawServer) =
    Connection.create (Server.At server.Address) "polar_oat_fine"

/// The failure of one call, over Flurl and over a plain client of .NET's.
let private failuresOf (change: Connection -> Connection) (reaction: Reaction) (check: PolarError -> unit) : unit =
    serving (fun _ _ -> reaction) (fun server ->
        task {
            let connection = change (connection server)
            use handler = new SocketsHttpHandler(AllowAutoRedirect = false)
            use client = new HttpClient(handler)

            for executor in [ Executor.live connection; Executor.ofHttpClient client connection ] do
                let! result = Polar.send executor reading CancellationToken.None
                check ((failed result).ToPolarError())
        })

let private failureOf reaction check = failuresOf Operators.id reaction check

let private call (error: PolarError) : CallError =
    error.Call |> Option.ofObj |> Option.defaultWith (fun () -> failtest $"{error}")

let private compressed (bytes: byte[]) : byte[] =
    use buffer = new MemoryStream()
    let zip = new GZipStream(buffer, CompressionLevel.Fastest)
    zip.Write(bytes, 0, bytes.Length)
    zip.Dispose()
    buffer.ToArray()

let private encoded (encoding: string) (body: byte[]) : byte[] =
    answerBytes
        200
        [ "Polar-Version", "2026-10"
          "Content-Type", "application/json"
          "Content-Encoding", encoding ]
        body

let private page = Encoding.UTF8.GetBytes emptyPage

let private unreadable (error: PolarError) : string =
    match call error with
    | CallError.Unreadable(200, reason) ->
        Expect.stringContains error.Message reason "the message says it"
        Expect.equal error.Status (Nullable 200) "the status"
        reason
    | other -> failtest $"{other}"

let private bodies =
    testList
        "bodies"
        [ testCase "compressed ones are read"
          <| fun () ->
              for answer in
                  [ encoded "gzip" (compressed page)
                    encoded "x-gzip" (compressed page)
                    encoded "identity" page ] do
                  serving (fun _ _ -> respond answer) (fun server ->
                      task {
                          let! result =
                              Polar.send (Executor.live (connection server)) reading CancellationToken.None

                          Expect.isOk result "a page"
                          Expect.stringContains server.Requests.Head "Accept-Encoding: gzip\r\n" "asked for"
                      })

          testCase "one that is not what its encoding says is named so"
          <| fun () ->
              let packed = compressed page

              for part in [ page; packed[..4]; packed[..19]; packed[.. packed.Length - 5] ] do
                  failureOf (respond (encoded "gzip" part)) (fun error ->
                      Expect.stringContains (unreadable error) "not the whole 'gzip'" "the encoding")

          testCase "an encoding that is not read is named"
          <| fun () ->
              for encoding in [ "zstd"; "br"; "deflate"; "gzip, gzip" ] do
                  failureOf (respond (encoded encoding page)) (fun error ->
                      Expect.stringContains (unreadable error) $"encoded as '{encoding}'" "the encoding")

          testCase "one that ends early says so, whichever way its length is told"
          <| fun () ->
              let said = [ "Polar-Version", "2026-10"; "Content-Type", "application/json" ]

              for answer in
                  [ answerBytes 200 (("Content-Length", "1000") :: said) page
                    answerBytes 200 (("Transfer-Encoding", "chunked") :: said) "10\r\n{\"items\":[]"B ] do
                  failureOf (respondAndClose answer) (fun error ->
                      Expect.stringContains (unreadable error) "ends before all of it" "its end")

          testCase "one that is too long says how long one may be"
          <| fun () ->
              let limited (connection: Connection) =
                  { connection with
                      MaxResponseBytes = 20L }

              for answer in
                  [ polars 200 emptyPage
                    answerBytes 200 [ "Transfer-Encoding", "chunked" ] "1E\r\n{\"items\":[],\"pagination\":null,\r\n0\r\n\r\n"B
                    encoded "gzip" (compressed page) ] do
                  failuresOf limited (respondAndClose answer) (fun error ->
                      Expect.stringContains (unreadable error) "longer than the 20 bytes" "the limit")

          testCase "one of exactly the length that is allowed is read"
          <| fun () ->
              serving (fun _ _ -> respond (polars 200 emptyPage)) (fun server ->
                  task {
                      let connection =
                          { connection server with
                              MaxResponseBytes = int64 page.Length }

                      let! result = Polar.send (Executor.live connection) reading CancellationToken.None
                      Expect.isOk result "a page"
                  }) ]

/// 600 MB of zeros, packed.
let private bomb =
    lazy
        (use buffer = new MemoryStream()
         let zip = new GZipStream(buffer, CompressionLevel.Fastest)
         let zeros = Array.zeroCreate<byte> 1_000_000

         for _ in 1..600 do
             zip.Write(zeros, 0, zeros.Length)

         zip.Dispose()
         buffer.ToArray())

/// Sends text until nobody reads any more.
let private endless (head: string) : Reaction =
    fun stream ->
        task {
            let text = ReadOnlyMemory(Array.create<byte> 65536 (byte 'a'))
            do! stream.WriteAsync(ReadOnlyMemory(Encoding.ASCII.GetBytes head))

            while true do
                do! stream.WriteAsync text

            return false
        }

/// How much a call made .NET hold on to, at most: what was allocated bounds it.
let private allocatedBy (call: unit -> unit) : int64 =
    let before = GC.GetTotalAllocatedBytes()
    call ()
    GC.GetTotalAllocatedBytes() - before

let private mebibytes (count: int) : int64 = int64 count * 1024L * 1024L

let private bounds =
    testSequenced
    <| testList
        "bounds"
        [ testCase "a body that unpacks to far more than is allowed costs no more memory than that"
          <| fun () ->
              let answer = encoded "gzip" bomb.Value

              let allocated =
                  allocatedBy (fun () ->
                      failureOf (respondAndClose answer) (fun error ->
                          Expect.stringContains (unreadable error) "67108864 bytes" "the limit"))

              // Two calls of up to 64 MiB each; other tests allocate something meanwhile.
              Expect.isLessThan allocated (mebibytes 400) "bounded"

          testCase "an error without an end costs little, and is the error that it is"
          <| fun () ->
              for status in [ 500; 503; 429 ] do
                  failureOf (endless $"HTTP/1.1 {status} x\r\nContent-Type: text/plain\r\n\r\n") (fun error ->
                      Expect.equal error.Status (Nullable status) "its status"
                      Expect.isLessThan error.Message.Length 500 "a short sentence") ]

let private cut =
    testCase "a failing server whose body cannot be read is a failing server still"
    <| fun () ->
        for answer in
            [ answerBytes 503 [ "Content-Encoding", "gzip" ] page
              answerBytes 503 [ "Content-Encoding", "zstd" ] page
              answerBytes 503 [ "Content-Length", "1000" ] page ] do
            failureOf (respondAndClose answer) (fun error -> Expect.equal (call error) (CallError.ServerFailed(503, "")) "its status")

let private status (status: int) (headers: (string * string) list) (body: string) : Reaction =
    respond (answerBytes status headers (Encoding.UTF8.GetBytes body))

let private echoed =
    [ "Polar-Version", "2026-10"; "Content-Type", "application/json" ]

let private html = "<html><head><title>Hidden</title></head></html>"

let private refusals =
    testList
        "refusals"
        [ testCase "a redirect says where it points, and shows no query"
          <| fun () ->
              for redirect in [ 301; 302; 303; 307; 308 ] do
                  failureOf (status redirect [ "Location", "https://elsewhere.test/v1/products/?token=hidden#hidden" ] "") (fun error ->
                      Expect.equal (call error) (CallError.Redirected(redirect, "https://elsewhere.test/v1/products/")) "the case"
                      Expect.stringContains error.Message "https://elsewhere.test/v1/products/" "the place"
                      Expect.isFalse ((string error).Contains "hidden") "nothing secret")

              failureOf (status 304 [] "") (fun error ->
                  Expect.equal (call error) (CallError.Redirected(304, "")) "no place"
                  Expect.stringContains error.Message "without saying where to" "it says so")

          testCase "a redirect shows no secret of the path either"
          <| fun () ->
              serving (fun _ _ -> status 307 [ "Location", "/v1/checkouts/client/hidden/" ] "") (fun server ->
                  task {
                      let! result =
                          Polar.send (Executor.live (connection server)) (Checkouts.clientGet "hidden") CancellationToken.None

                      let error = (failed result).ToPolarError()
                      Expect.equal (call error) (CallError.Redirected(307, "/v1/checkouts/client/***/")) "hidden"
                  })

          testCase "a failing server's own words reach the message"
          <| fun () ->
              for body, says in
                  [ errorBody "S3FileError" "No metadata from S3", "The server failed with status 500: No metadata from S3"
                    "Internal Server Error", "The server failed with status 500: Internal Server Error"
                    html, "The server failed with status 500."
                    "", "The server failed with status 500."
                    errorBody "Long" (String('x', 1000)), String('x', 300) + "…"
                    errorBody "Longer" (String('x', 1000)) + String(' ', 5000), String('x', 300) + "…"
                    errorBody "Lines" "one\\r\\ntwo", "one two" ] do
                  failureOf (status 500 [] body) (fun error ->
                      Expect.isTrue (call error).IsServerFailed "the case"
                      Expect.stringContains error.Message says "the words"
                      Expect.isFalse (error.Message |> Seq.exists Char.IsControl) "one line")

          testCase "an error carries what matters of its answer"
          <| fun () ->
              let headers =
                  echoed
                  @ [ "Retry-After", "7"; "CF-Ray", "8f1b2c3d4e5f-FRA"; "X-Request-Id", "req_1" ]

              for code, body in
                  [ 429, ""
                    503, ""
                    422, """{"error":"RequestValidationError","detail":[{"loc":["query","page"],"msg":"No.","type":"x"}]}"""
                    401, errorBody "Unauthorized" "Unauthorized"
                    302, ""
                    200, "{}" ] do
                  failureOf (status code headers body) (fun error ->
                      let response = Unchecked.nonNull error.Response
                      Expect.equal response.Status code "the status"
                      Expect.equal response.RetryAfter (Nullable(TimeSpan.FromSeconds 7.0)) "the wait"
                      Expect.equal response.PolarVersion "2026-10" "the version"
                      Expect.equal response.Ray "8f1b2c3d4e5f-FRA" "the ray"
                      Expect.equal response.RequestId "req_1" "the request's id")

              failureOf hangUp (fun error -> Expect.isNull error.Response "no answer")

              failureOf (status 404 [] "") (fun error ->
                  let response = Unchecked.nonNull error.Response
                  Expect.isNull response.PolarVersion "none"
                  Expect.isNull response.RequestId "none"
                  Expect.isFalse response.RetryAfter.HasValue "none") ]

let private clocks =
    testList
        "clocks"
        [ testCase "a timeout runs on the connection's clock"
          <| fun () ->
              let hours (connection: Connection) =
                  { connection with
                      Timeout = TimeSpan.FromHours 5.0
                      Time = SkippingTime() }

              failuresOf hours silence (fun error ->
                  Expect.equal (call error) (CallError.TimedOut(TimeSpan.FromHours 5.0)) "as soon as that clock says")

          testCase "a wait until a moment is counted from the connection's clock where the server shows none"
          <| fun () ->
              let until = DateTimeOffset(2026, 1, 2, 3, 5, 5, TimeSpan.Zero)

              let fixed' (connection: Connection) =
                  { connection with
                      Time = FrozenTime(until.AddSeconds -40.0) }

              failuresOf fixed' (status 429 [ "Retry-After", until.ToString "r" ] "") (fun error ->
                  Expect.equal (call error) (CallError.RateLimited(Nullable(TimeSpan.FromSeconds 40.0))) "forty seconds") ]

[<Tests>]
let tests = testList "what is said" [ bodies; bounds; cut; refusals; clocks ]
