namespace Polar.Functional

open System
open System.IO
open System.Threading
open System.Threading.Tasks

/// A connection that was lost with a request on it. It derives from a type that .NET's handler reports as it reports a lost connection, but after which
/// it never sends the request again.
[<Sealed>]
type internal ConnectionLostException(message: string, inner: exn | null) =
    inherit InvalidOperationException(message, inner)

/// A connection's stream, for `SocketsHttpHandler`. The handler sends a request again, up to three times, when its connection ends before the first byte
/// of an answer: for it that is a connection that was closed while idle. But the server may have read the request, and acted on it. Such an end is
/// therefore reported as something that the handler does not repeat. Where the end was there before any byte of the request went out, it stays what the
/// handler takes for reason to use another connection: then nothing has been sent.
[<Sealed>]
type internal SingleSendStream(inner: Stream) =
    inherit Stream()

    let idle, awaiting = 0, 1

    // Read and written at once: the handler waits for the end of an idle connection while it writes the next request.
    let mutable request = idle
    let mutable ended = 0

    let isAwaiting () = Volatile.Read &request = awaiting

    let lost (cause: exn | null) : exn =
        let message =
            match cause with
            | null -> "The server closed the connection without an answer."
            | cause -> cause.Message

        ConnectionLostException(message, cause)

    let beginWrite () =
        let before = Interlocked.Exchange(&request, awaiting)

        if Volatile.Read &ended = 1 then
            if before = awaiting then
                raise (lost null)
            else
                raise (IOException "The server closed the connection before a request was sent.")

    let endRead (asked: int) (count: int) : int =
        if count > 0 then
            Volatile.Write(&request, idle)
        elif asked > 0 then
            Interlocked.Exchange(&ended, 1) |> ignore

            // Without a request, or in the midst of an answer, an end is for the handler to judge.
            if isAwaiting () then
                raise (lost null)

        count

    let whileReading (fault: exn) : exn =
        match fault with
        | :? IOException when isAwaiting () -> lost fault
        | fault -> fault

    let whileWriting (fault: exn) : exn =
        match fault with
        | :? IOException -> lost fault
        | fault -> fault

    let finishRead (asked: int) (reading: ValueTask<int>) : ValueTask<int> =
        ValueTask<int>(
            task {
                try
                    let! count = reading
                    return endRead asked count
                with :? IOException as fault ->
                    return raise (whileReading fault)
            }
        )

    let finishWrite (writing: ValueTask) : ValueTask =
        ValueTask(
            task {
                try
                    do! writing
                with :? IOException as fault ->
                    raise (whileWriting fault)
            }
            :> Task
        )

    override _.CanRead = inner.CanRead
    override _.CanSeek = false
    override _.CanWrite = inner.CanWrite
    override _.CanTimeout = inner.CanTimeout
    override _.Length = raise (NotSupportedException())

    override _.Position
        with get () = raise (NotSupportedException())
        and set _ = raise (NotSupportedException())

    override _.Seek(_, _) = raise (NotSupportedException())
    override _.SetLength _ = raise (NotSupportedException())

    override _.Read(buffer: byte[], offset: int, count: int) : int =
        try
            inner.Read(buffer, offset, count) |> endRead count
        with :? IOException as fault ->
            raise (whileReading fault)

    override stream.ReadAsync(buffer: byte[], offset: int, count: int, cancellation: CancellationToken) : Task<int> =
        stream.ReadAsync(Memory(buffer, offset, count), cancellation).AsTask()

    override _.ReadAsync(buffer: Memory<byte>, cancellation: CancellationToken) : ValueTask<int> =
        try
            let reading = inner.ReadAsync(buffer, cancellation)

            if reading.IsCompletedSuccessfully then
                ValueTask<int>(endRead buffer.Length reading.Result)
            else
                finishRead buffer.Length reading
        with fault ->
            ValueTask.FromException<int>(whileReading fault)

    override _.Write(buffer: byte[], offset: int, count: int) : unit =
        beginWrite ()

        try
            inner.Write(buffer, offset, count)
        with :? IOException as fault ->
            raise (whileWriting fault)

    override stream.WriteAsync(buffer: byte[], offset: int, count: int, cancellation: CancellationToken) : Task =
        stream.WriteAsync(ReadOnlyMemory(buffer, offset, count), cancellation).AsTask()

    override _.WriteAsync(buffer: ReadOnlyMemory<byte>, cancellation: CancellationToken) : ValueTask =
        beginWrite ()

        try
            let writing = inner.WriteAsync(buffer, cancellation)

            if writing.IsCompletedSuccessfully then
                ValueTask.CompletedTask
            else
                finishWrite writing
        with fault ->
            ValueTask.FromException(whileWriting fault)

    override _.Flush() = inner.Flush()
    override _.FlushAsync(cancellation: CancellationToken) : Task = inner.FlushAsync cancellation

    override _.Dispose(disposing: bool) =
        if disposing then
            inner.Dispose()

    override _.DisposeAsync() = inner.DisposeAsync()
