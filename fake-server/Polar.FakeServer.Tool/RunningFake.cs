using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary>A fake that runs elsewhere, as commands talk to it.</summary>
internal sealed class RunningFake : IDisposable
{
    private readonly HttpClient _http;

    private RunningFake(Uri address) => _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where it is.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>Adds the option that says where the fake is, and runs the command against it; what goes wrong is one line.</summary>
    /// <param name="command">The command.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="run">What the command does.</param>
    public static void Attach(Command command, Terminal terminal, Func<RunningFake, ParseResult, CancellationToken, Task<int>> run)
    {
        var url = new Option<Uri>("--url")
        {
            Description = "Where the fake is.",
            DefaultValueFactory = _ => new Uri($"http://127.0.0.1:{ServeOptions.DefaultPort.ToString(CultureInfo.InvariantCulture)}"),
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                {
                    return address;
                }

                result.AddError($"\"{text}\" is not an address such as http://127.0.0.1:8055.");
                return null;
            },
        };
        command.Add(url);
        command.SetAction(async (parsed, stop) =>
        {
            using var fake = new RunningFake(parsed.GetValue(url)!);
            try
            {
                return await run(fake, parsed, stop).ConfigureAwait(false);
            }
            catch (RefusedException refused)
            {
                return refused.IsWrongInput ? CommandLine.Refuse(terminal, refused.Message) : CommandLine.Fail(terminal, refused.Message);
            }
            catch (HttpRequestException)
            {
                return CommandLine.Fail(terminal, $"No fake answers at {fake.Address.GetLeftPart(UriPartial.Authority)}. Start one with: polar-fake serve");
            }
        });
    }

    /// <summary>Calls the fake itself, or its API with a token.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="stop">Gives it up.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="token">The token, if one is needed.</param>
    /// <returns>The answer's object; an empty one where it has no body.</returns>
    /// <exception cref="RefusedException">The fake refused.</exception>
    public Task<JsonObject> CallAsync(HttpMethod method, string path, CancellationToken stop, JsonObject? body = null, string? token = null) =>
        SendAsync(method, path, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), token, stop);

    /// <summary>The same with a body that is written already.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="token">The token, if one is needed.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>The answer's object; an empty one where it has no body.</returns>
    /// <exception cref="RefusedException">The fake refused.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, HttpContent? content, string? token, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        request.Content = content;
        using var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        var answer = Parse(text);
        if (response.IsSuccessStatusCode && (answer is not null || text.Length == 0))
        {
            return answer ?? [];
        }

        throw answer?["detail"] is { } detail
            ? new RefusedException((int)response.StatusCode is 400 or 404 or 422, Sentence(detail))
            : new RefusedException(false, $"What answers at {Address.GetLeftPart(UriPartial.Authority)} is not a fake Polar.");
    }

    /// <summary>Takes what the fake answers as it is.</summary>
    /// <param name="path">The path.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>Completes when all of it is there.</returns>
    /// <exception cref="RefusedException">The fake refused.</exception>
    public async Task CopyAsync(string path, Stream target, CancellationToken stop)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var answer = Parse(await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false));
            throw new RefusedException(false, answer?["detail"] is { } detail ? Sentence(detail) : $"What answers at {Address.GetLeftPart(UriPartial.Authority)} is not a fake Polar.");
        }

        await response.Content.CopyToAsync(target, stop).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>What a refusal says, in a line: its sentence, or each fault with its place.</summary>
    private static string Sentence(JsonNode detail) => detail is JsonArray faults
        ? string.Join("; ", faults.Select(fault => $"{string.Join('.', fault!["loc"]!.AsArray().Select(step => step!.ToString()))}: {fault["msg"]}"))
        : detail.ToString();

    private static JsonObject? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The fake refused what was asked; the message is its sentence.</summary>
/// <param name="isWrongInput">Whether what was asked makes no sense.</param>
/// <param name="sentence">The sentence.</param>
internal sealed class RefusedException(bool isWrongInput, string sentence) : Exception(sentence)
{
    /// <summary>Whether what was asked makes no sense.</summary>
    public bool IsWrongInput => isWrongInput;
}
