using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Polar.Functional.AspNetCore;

/// <summary>Failures of calls to Polar as problem details (RFC 9457), for the app's own callers.</summary>
public static class PolarProblem
{
    /// <summary>
    /// The failure as problem details. What Polar documents keeps its status and its sentence, faults of the request their places; what is the
    /// matter between the app and Polar (a token, the network, a limit) is no fault of the app's caller: 502, 503 or 504, without details.
    /// The member <c>code</c> names the failure.
    /// </summary>
    /// <param name="error">The failure.</param>
    /// <returns>The problem details.</returns>
    public static ProblemDetails ToProblemDetails(this IPolarError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var failure = error.ToPolarError();
        var problem = failure switch
        {
            { Call: CallError.Invalid } or { Call: null, Issues.Count: > 0 } => Invalid(failure),
            { Call: { } call } => Unavailable(call),
            _ => new ProblemDetails
            {
                Status = failure.Status ?? StatusCodes.Status502BadGateway,
                Title = "Polar refuses the request.",
                Detail = failure.Message,
            },
        };
        problem.Extensions["code"] = failure.Code;
        return problem;
    }

    /// <summary>The failure as the result of an endpoint.</summary>
    /// <param name="error">The failure.</param>
    /// <returns>The result; it carries <c>Retry-After</c> where Polar has named a time.</returns>
    public static IResult ToProblem(this IPolarError error) => new Result(error);

    private static HttpValidationProblemDetails Invalid(PolarError failure) => new(
        failure.Issues
            .GroupBy(issue => issue.Path, issue => issue.Message)
            .ToDictionary(group => group.Key, group => group.ToArray()))
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Title = "Polar finds the request invalid.",
    };

    private static ProblemDetails Unavailable(CallError call) => call switch
    {
        CallError.TimedOut => Of(StatusCodes.Status504GatewayTimeout, "Polar did not answer in time."),
        CallError.NetworkFailed => Of(StatusCodes.Status503ServiceUnavailable, "Polar cannot be reached."),
        CallError.RateLimited => Of(StatusCodes.Status503ServiceUnavailable, "Polar asks to wait."),
        _ when call.IsCancelled => Of(StatusCodes.Status499ClientClosedRequest, "The call was cancelled."),
        _ => Of(StatusCodes.Status502BadGateway, "Polar did not answer as it should."),
    };

    private static ProblemDetails Of(int status, string title) => new() { Status = status, Title = title };

    private sealed class Result(IPolarError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (error.ToPolarError().Call is CallError.RateLimited { RetryAfter: { } wait })
            {
                httpContext.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            return TypedResults.Problem(error.ToProblemDetails()).ExecuteAsync(httpContext);
        }
    }
}
