using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Sales.Checkouts;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>The pages that a checkout's address leads to: the form, what is shown while a payment is on its way, and what comes behind it.</summary>
/// <param name="api">The fake's own API.</param>
/// <param name="fulfilment">Waits until a purchase has been told to the seller.</param>
/// <param name="engine">What holds the world: the buyer's bank answers to no API.</param>
internal sealed class CheckoutPages(PageApi api, Fulfilment fulfilment, Engine engine)
{
    /// <summary>What their paths begin with.</summary>
    public const string Root = "/checkout/";

    /// <summary>Answers a request for <c>/checkout/{client_secret}</c> or a page below it.</summary>
    public async Task<Reply> AnswerAsync(PageRequest request)
    {
        if (request.Segments is not ["checkout", { Length: > 0 } secret, .. var rest])
        {
            return NotFound(request);
        }

        return (request.Method, rest) switch
        {
            ("GET", []) => await ShowAsync(request, secret).ConfigureAwait(false),
            ("POST", []) => await SubmitAsync(request, secret).ConfigureAwait(false),
            ("GET", ["authenticate"]) => await AskBankAsync(request, secret).ConfigureAwait(false),
            ("POST", ["authenticate"]) => await AnswerBankAsync(request, secret).ConfigureAwait(false),
            ("GET", ["confirmation"]) => await ConfirmationAsync(request, secret).ConfigureAwait(false),
            ("GET", ["finish"]) => await FinishAsync(request, secret).ConfigureAwait(false),
            _ => NotFound(request),
        };
    }

    private static string Path(string secret) => $"/v1/checkouts/client/{Uri.EscapeDataString(secret)}";

    private static Reply NotFound(PageRequest request) => PageLayout.Notice(
        404,
        "This checkout does not exist",
        "The address is wrong, or the checkout was removed.",
        theme: request.Query.GetValueOrDefault("theme"),
        isFrameable: true);

    /// <summary>The page of a session that cannot be read.</summary>
    private static Reply Unreadable(PageRequest request, PageAnswer answer) => answer.Status == 410
        ? PageLayout.Notice(410, "This checkout has expired", "Go back to the shop and begin anew.", theme: request.Query.GetValueOrDefault("theme"), isFrameable: true)
        : NotFound(request);

    private Reply Form(PageRequest request, CheckoutPublic checkout, IReadOnlyDictionary<string, string> sent, PageProblems problems) => PageLayout.Page(
        problems == PageProblems.None ? 200 : 422,
        CheckoutTexts.Title(checkout),
        new CheckoutForm(checkout, request.Query, sent, problems, engine.World.Checkouts.Find(checkout.Id)?.LastRefusal?.Message).Body(isAnswer: request.IsSubmitted),
        request.Query.GetValueOrDefault("theme"),
        "checkout.js",
        isFrameable: true);

    private Task<PageAnswer> ReadAsync(PageRequest request, string secret) => api(new PageCall("GET", Path(secret), Address: request.Address));

    private async Task<Reply> ShowAsync(PageRequest request, string secret)
    {
        var answer = await ReadAsync(request, secret).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return Unreadable(request, answer);
        }

        var checkout = answer.Read<CheckoutPublic>();
        if (checkout.Status == CheckoutStatus.Open)
        {
            await api(new PageCall("POST", Path(secret) + "/opened", [], Address: request.Address)).ConfigureAwait(false);
            return Form(request, checkout, new Dictionary<string, string>(), PageProblems.None);
        }

        return PageLayout.SeeOther(checkout.Status == CheckoutStatus.Succeeded ? checkout.SuccessUrl : CheckoutFrame.Address(checkout, "/confirmation", request.Query));
    }

    private async Task<Reply> SubmitAsync(PageRequest request, string secret)
    {
        var read = await ReadAsync(request, secret).ConfigureAwait(false);
        if (!read.Succeeded)
        {
            return Unreadable(request, read);
        }

        var checkout = read.Read<CheckoutPublic>();
        if (checkout.Status != CheckoutStatus.Open)
        {
            return PageLayout.SeeOther(CheckoutFrame.Address(checkout, "/confirmation", request.Query));
        }

        return request.Form.GetValueOrDefault("action") switch
        {
            "pay" => await PayAsync(request, checkout).ConfigureAwait(false),
            "apply_discount" => await ChangeAsync(request, checkout, Discount(request.Form.GetValueOrDefault("discount_code"))).ConfigureAwait(false),
            "remove_discount" => await ChangeAsync(request, checkout, Discount(null)).ConfigureAwait(false),
            // The enter key in the field of the code comes here too.
            _ when request.Form.GetValueOrDefault("discount_code") is { Length: > 0 } code => await ChangeAsync(request, checkout, Discount(code)).ConfigureAwait(false),
            _ => await ChangeAsync(request, checkout, CheckoutFields.Body(checkout, request.Form)).ConfigureAwait(false),
        };
    }

    private async Task<Reply> ChangeAsync(PageRequest request, CheckoutPublic checkout, JsonObject body)
    {
        var answer = await api(new PageCall("PATCH", Path(checkout.ClientSecret), body, Address: request.Address)).ConfigureAwait(false);
        if (answer.Status == 410)
        {
            return Unreadable(request, answer);
        }

        // What was refused is shown as it was typed; what was taken, as the session has it now.
        return answer.Succeeded
            ? Form(request, answer.Read<CheckoutPublic>(), Kept(request.Form, body), PageProblems.None)
            : Form(request, checkout, request.Form, answer.Problems());
    }

    private static JsonObject Discount(string? code) => new() { ["discount_code"] = code };

    /// <summary>What is shown as it was typed, although the session does not know of it: the rest of the form where only a discount was asked for.</summary>
    private static Dictionary<string, string> Kept(IReadOnlyDictionary<string, string> form, JsonObject body) =>
        body.ContainsKey("discount_code") ? form.Where(field => field.Key != "discount_code").ToDictionary() : CardChoice.Kept(form);

    private async Task<Reply> PayAsync(PageRequest request, CheckoutPublic checkout)
    {
        var body = CheckoutFields.Body(checkout, request.Form);
        if (checkout.IsPaymentFormRequired)
        {
            body["confirmation_token_id"] = CardChoice.TokenOf(request.Form);
        }

        var begin = fulfilment.Begin();
        var answer = await api(new PageCall("POST", Path(checkout.ClientSecret) + "/confirm", body, Address: request.Address)).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return answer.Status == 410 ? Unreadable(request, answer) : Form(request, checkout, request.Form, answer.Problems());
        }

        var confirmed = answer.Read<CheckoutPublicConfirmed>();
        return CheckoutOutcome.AwaitsBuyer(confirmed.PaymentProcessorMetadata)
            ? PageLayout.SeeOther(CheckoutFrame.Address(checkout, "/authenticate", request.Query, confirmed.CustomerSessionToken))
            : await ConfirmedAsync(
                request, checkout with { CustomerEmail = confirmed.CustomerEmail }, confirmed.CustomerSessionToken, begin).ConfigureAwait(false);
    }

    private async Task<Reply> ConfirmedAsync(PageRequest request, CheckoutPublic checkout, string? token, DateTimeOffset begin) =>
        CheckoutFrame.IsFramed(request.Query)
            ? CheckoutOutcome.Waiting(checkout, request.Query, token)
            : await GoOnAsync(request, checkout, token, begin).ConfigureAwait(false);

    /// <summary>The page of the buyer's bank, where the payment waits for it.</summary>
    private async Task<Reply> AskBankAsync(PageRequest request, string secret)
    {
        var answer = await ReadAsync(request, secret).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return Unreadable(request, answer);
        }

        var checkout = answer.Read<CheckoutPublic>();
        return CheckoutOutcome.AwaitsBuyer(checkout.PaymentProcessorMetadata)
            ? CheckoutOutcome.Bank(checkout, request.Query)
            : PageLayout.SeeOther(CheckoutFrame.Address(checkout, "", request.Query));
    }

    private async Task<Reply> AnswerBankAsync(PageRequest request, string secret)
    {
        var answer = await ReadAsync(request, secret).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return Unreadable(request, answer);
        }

        var (begin, isApproved) = (fulfilment.Begin(), BankChallenge.IsApproved(request));
        var step = new CheckoutBankStep(secret, isApproved);
        await engine.ExecuteAsAsync(step, step.Take).ConfigureAwait(false);
        return await ConfirmedAsync(request, answer.Read<CheckoutPublic>(), request.Query.GetValueOrDefault(CheckoutFrame.Token), begin).ConfigureAwait(false);
    }

    /// <summary>Waits for a framed checkout, whose seller's page has been told that it is confirmed.</summary>
    private async Task<Reply> FinishAsync(PageRequest request, string secret)
    {
        var answer = await ReadAsync(request, secret).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return Unreadable(request, answer);
        }

        return await GoOnAsync(request, answer.Read<CheckoutPublic>(), request.Query.GetValueOrDefault(CheckoutFrame.Token), fulfilment.Begin()).ConfigureAwait(false);
    }

    private async Task<Reply> GoOnAsync(PageRequest request, CheckoutPublic checkout, string? token, DateTimeOffset begin)
    {
        if (!await fulfilment.WaitAsync(checkout.ClientSecret, begin).ConfigureAwait(false))
        {
            // A payment that has failed by now leads back to the form from there.
            return PageLayout.SeeOther(CheckoutFrame.Address(checkout, "/confirmation", request.Query, token));
        }

        var target = CheckoutOutcome.SuccessAddress(checkout, request.Query, token);
        return CheckoutFrame.IsFramed(request.Query) ? CheckoutOutcome.Succeeded(checkout, request.Query, target) : PageLayout.SeeOther(target);
    }

    private async Task<Reply> ConfirmationAsync(PageRequest request, string secret)
    {
        var answer = await ReadAsync(request, secret).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return Unreadable(request, answer);
        }

        var checkout = answer.Read<CheckoutPublic>();
        return checkout.Status == CheckoutStatus.Open ? PageLayout.SeeOther(CheckoutFrame.Address(checkout, "", request.Query))
            : CheckoutOutcome.AwaitsBuyer(checkout.PaymentProcessorMetadata)
                ? PageLayout.SeeOther(CheckoutFrame.Address(checkout, "/authenticate", request.Query, request.Query.GetValueOrDefault(CheckoutFrame.Token)))
            : CheckoutOutcome.Confirmation(checkout, request.Query);
    }
}
