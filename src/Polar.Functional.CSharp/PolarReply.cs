using System.Text;
using System.Text.Json;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Polar.Functional.Contracts;
using Answer = Microsoft.FSharp.Core.FSharpResult<Polar.Functional.WireResponse, Polar.Functional.TransportFault>;

namespace Polar.Functional.CSharp;

/// <summary>What an executor gives for a request: an answer, or a fault of the way there. For stubs, and for executors around others.</summary>
public sealed class PolarReply
{
    private PolarReply(Answer answer) => Answer = answer;

    /// <summary>The answer's status; null for a fault.</summary>
    public int? Status => Answer.IsOk ? Answer.ResultValue.Status : null;

    /// <summary>The answer's headers; none for a fault.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers =>
        Answer.IsOk ? Answer.ResultValue.Headers.Select(header => KeyValuePair.Create(header.Item1, header.Item2)) : [];

    /// <summary>The answer's body; empty for a fault.</summary>
    public ReadOnlyMemory<byte> Body => Answer.IsOk ? Answer.ResultValue.Body : default;

    internal Answer Answer { get; }

    /// <summary>An answer with a model as its body.</summary>
    /// <typeparam name="T">The model's type.</typeparam>
    /// <param name="value">The model.</param>
    /// <param name="status">The status.</param>
    /// <returns>The answer.</returns>
    public static PolarReply Of<T>(T value, int status = 200)
        where T : IWire<T> => Json(status, Wire.ToJson(value));

    /// <summary>An answer with JSON as its body, and the headers that Polar's answers have.</summary>
    /// <param name="status">The status.</param>
    /// <param name="json">The body.</param>
    /// <returns>The answer.</returns>
    public static PolarReply Json(int status, string json) =>
        Raw(status, [new("Content-Type", "application/json"), new("Polar-Version", PolarApi.Version)], Encoding.UTF8.GetBytes(json));

    /// <summary>A failure as Polar reports it.</summary>
    /// <param name="status">The status, 404.</param>
    /// <param name="error">The failure's name, <c>ResourceNotFound</c>.</param>
    /// <param name="detail">One line for a person.</param>
    /// <returns>The answer.</returns>
    public static PolarReply Failure(int status, string error, string detail)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("error", error);
            writer.WriteString("detail", detail);
            writer.WriteEndObject();
        }

        return Json(status, Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>An answer without a body.</summary>
    /// <param name="status">The status.</param>
    /// <returns>The answer.</returns>
    public static PolarReply Empty(int status = 204) => Raw(status, [new("Polar-Version", PolarApi.Version)], default);

    /// <summary>Any answer, word for word.</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body.</param>
    /// <returns>The answer.</returns>
    public static PolarReply Raw(int status, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body) =>
        new(Answer.NewOk(new WireResponse(
            status, ListModule.OfSeq(headers.Select(header => Tuple.Create(header.Key, header.Value))), body.ToArray())));

    /// <summary>No connection, or one that broke.</summary>
    /// <param name="reason">One line for a person.</param>
    /// <returns>The fault.</returns>
    public static PolarReply NetworkFault(string reason) => new(Answer.NewError(TransportFault.NewNetwork(reason)));

    /// <summary>No answer in time.</summary>
    /// <param name="after">How long the call waited.</param>
    /// <returns>The fault.</returns>
    public static PolarReply Timeout(TimeSpan after) => new(Answer.NewError(TransportFault.NewTimedOut(after)));

    /// <summary>The reply without its body.</summary>
    /// <returns>The status or the fault.</returns>
    public override string ToString() => Answer.IsOk ? $"{Answer.ResultValue.Status}" : $"{Answer.ErrorValue}";

    internal static PolarReply From(Answer answer) => new(answer);
}
