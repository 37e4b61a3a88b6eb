/// Bodies of answers: how they are encoded, how long they may be, and where they break off.
module Polar.Functional.Tests.Core.AnswerBodyTests

open System
open System.IO
open System.IO.Compression
open System.Text
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RawServer
open Polar.Functional.Tests.Core.AnswerCalls
open Polar.Functional.Tests

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

[<Tests>]
let tests = testList "what is said" [ bodies; bounds; cut ]
