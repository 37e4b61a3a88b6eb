/// Reads the body of an answer: decompressed, and no more of it than is allowed.
[<RequireQualifiedAccess>]
module internal Polar.Functional.ResponseBody

open System
open System.Collections.Generic
open System.IO
open System.Net.Http
open System.Threading
open System.Threading.Tasks

/// The one encoding that is asked for and read: gzip tells whether it is whole.
let acceptEncoding = "gzip"

/// A body up to this length, where its length is known, is read into one array.
let private longestAtOnce = 1024 * 1024

let private segmentLength = 64 * 1024
let private firstSegmentLength = 16 * 1024

/// How much is read of an answer whose status says all that matters.
let private longestOfFailure = 1024L * 1024L

/// Whether an answer stays what it is when the rest of its body is left out: a server that fails, or refuses for the rate, or points elsewhere.
let private mayBeCut (status: int) : bool =
    status >= 500 || status = 429 || (status >= 300 && status < 400)

/// How a body is packed, in one text; empty where it is not.
let private encodingOf (content: HttpContent) : string =
    [ for encoding in content.Headers.ContentEncoding do
          if not (encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) then
              encoding.ToLowerInvariant() ]
    |> String.concat ", "

let private unpack (encoding: string) (raw: Stream) : Result<Stream, BodyFault> =
    match encoding with
    | "" -> Ok raw
    | "gzip"
    | "x-gzip" -> Ok(new GzipBody(raw) :> Stream)
    | other -> Error(BodyFault.UnknownEncoding(ErrorBody.sentence other))

/// Up to `limit` bytes, and whether there are more.
let private readUpTo (limit: int64) (length: int64 option) (stream: Stream) (cancellation: CancellationToken) : Task<byte[] * bool> =
    task {
        let filled = List<byte[]>()
        let mutable total = 0L

        let first =
            match length with
            | Some length when length <= int64 longestAtOnce -> int (min length limit)
            | _ -> int (min (int64 firstSegmentLength) limit)

        let mutable segment = GC.AllocateUninitializedArray<byte> first
        let mutable used = 0
        let mutable ended = false

        while not ended && total < limit do
            if used = segment.Length then
                // Whether there is more is asked before there is room for it: mostly there is not.
                let probe = GC.AllocateUninitializedArray<byte> 1
                let! more = stream.ReadAsync(Memory probe, cancellation)

                if more = 0 then
                    ended <- true
                else
                    filled.Add segment
                    segment <- GC.AllocateUninitializedArray<byte>(int (min (int64 segmentLength) (limit - total)))
                    segment[0] <- probe[0]
                    used <- 1
                    total <- total + 1L
            else
                let! count =
                    stream.ReadAsync(Memory(segment, used, segment.Length - used), cancellation)

                ended <- (count = 0)
                used <- used + count
                total <- total + int64 count

        let! more =
            if ended then
                Task.FromResult 0
            else
                stream.ReadAsync(Memory(GC.AllocateUninitializedArray<byte> 1), cancellation).AsTask()

        let body =
            if filled.Count = 0 && used = segment.Length then
                segment
            elif more > 0 && total > longestOfFailure then
                // It is too long, and nobody will look at it.
                [||]
            else
                filled.Add(segment[.. used - 1])
                Array.concat filled

        return body, more > 0
    }

let private readBody (limit: int64) (status: int) (response: HttpResponseMessage) (cancellation: CancellationToken) =
    task {
        let encoding = encodingOf response.Content

        let length =
            if encoding = "" then
                response.Content.Headers.ContentLength |> Option.ofNullable
            else
                None

        if length |> Option.exists (fun length -> length > limit) && not (mayBeCut status) then
            return Error(BodyFault.TooLong limit)
        else
            try
                let! raw = response.Content.ReadAsStreamAsync cancellation

                match unpack encoding raw with
                | Error fault -> return Error fault
                | Ok stream ->
                    use stream = stream
                    let! body, isCut = readUpTo limit length stream cancellation

                    if isCut && not (mayBeCut status) then
                        return Error(BodyFault.TooLong limit)
                    else
                        return Ok body
            with
            | :? HttpIOException as fault when fault.HttpRequestError = HttpRequestError.ResponseEnded -> return Error BodyFault.EndsEarly
            | :? InvalidDataException -> return Error(BodyFault.NotEncodedAs encoding)
    }

/// The body of an answer, or why it cannot be read. Faults of the connection are thrown, as the connection throws them.
let read (limit: int64) (response: HttpResponseMessage) (cancellation: CancellationToken) : Task<Result<byte[], BodyFault>> =
    task {
        let status = int response.StatusCode

        if mayBeCut status then
            let! body = readBody (min limit longestOfFailure) status response cancellation
            return Ok(body |> Result.defaultValue [||])
        else
            return! readBody limit status response cancellation
    }
