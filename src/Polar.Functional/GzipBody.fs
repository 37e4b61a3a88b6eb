namespace Polar.Functional

open System
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open System.Threading
open System.Threading.Tasks

/// A stream that is only read, and only asynchronously: what a layer of an answer's body is.
[<AbstractClass>]
type internal BodyStream() =
    inherit Stream()

    override _.CanRead = true
    override _.CanSeek = false
    override _.CanWrite = false
    override _.Length = raise (NotSupportedException())

    override _.Position
        with get () = raise (NotSupportedException())
        and set _ = raise (NotSupportedException())

    override _.Flush() = ()
    override _.Seek(_, _) = raise (NotSupportedException())
    override _.SetLength _ = raise (NotSupportedException())
    override _.Write(_: byte[], _: int, _: int) : unit = raise (NotSupportedException())
    override _.Read(_: byte[], _: int, _: int) : int = raise (NotSupportedException())

    override stream.ReadAsync(buffer: byte[], offset: int, count: int, cancellation: CancellationToken) : Task<int> =
        stream.ReadAsync(Memory(buffer, offset, count), cancellation).AsTask()

/// Hands on what it reads, and keeps the last bytes of it.
[<Sealed>]
type private TailStream(inner: Stream) =
    inherit BodyStream()
    let tail = Array.zeroCreate<byte> 4
    let mutable total = 0L

    let keep (read: ReadOnlySpan<byte>) =
        let kept = min read.Length tail.Length
        Array.Copy(tail, kept, tail, 0, tail.Length - kept)
        read.Slice(read.Length - kept).CopyTo(Span(tail, tail.Length - kept, kept))
        total <- total + int64 read.Length

    member _.Total = total
    member _.LastNumber = BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan tail)

    override _.ReadAsync(buffer: Memory<byte>, cancellation: CancellationToken) : ValueTask<int> =
        ValueTask<int>(
            task {
                let! count = inner.ReadAsync(buffer, cancellation)
                keep (Span<byte>.op_Implicit(buffer.Span.Slice(0, count)))
                return count
            }
        )

/// Unpacks gzip to its very end. .NET's stream takes the end of what it reads for the end of what is packed, so that half of a body would pass for a
/// whole one; gzip ends with the length of what it holds, and that is compared. Servers send one packed piece, never several in a row.
[<Sealed>]
type internal GzipBody(packed: Stream) =
    inherit BodyStream()
    let packed = new TailStream(packed)
    let unpacked = new GZipStream(packed, CompressionMode.Decompress)
    let mutable total = 0L

    override _.ReadAsync(buffer: Memory<byte>, cancellation: CancellationToken) : ValueTask<int> =
        ValueTask<int>(
            task {
                let! count = unpacked.ReadAsync(buffer, cancellation)
                total <- total + int64 count

                if
                    count = 0
                    && buffer.Length > 0
                    && packed.Total > 0L
                    && uint32 total <> packed.LastNumber
                then
                    raise (InvalidDataException "The packed data ends early.")

                return count
            }
        )

    override _.Dispose(disposing: bool) =
        if disposing then
            unpacked.Dispose()
