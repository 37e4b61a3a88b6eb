// An app that reaches Polar through its official adapters, which know only production and the sandbox.
import express from "express";
import { Checkout, CustomerPortal, Webhooks } from "@polar-sh/express";
import { Ingestion } from "@polar-sh/ingestion";

const { TOKEN: accessToken, SECRET: webhookSecret, CUSTOMER: customerId, SERVER: server } = process.env;
const app = express();
app.get("/checkout", Checkout({ accessToken, server, successUrl: "https://shop.acme.dev/thanks" }));
app.get("/portal", CustomerPortal({ accessToken, server, getCustomerId: async () => customerId }));
app.use(express.json());
app.post("/hooks", Webhooks({ webhookSecret, onPayload: async (payload) => console.log(`webhook ${payload.type}`) }));
app.post("/use", async (_, response) => {
    await Ingestion({ accessToken, server }).ingest([{ name: "call", customerId, metadata: { tokens: 7 } }]);
    response.sendStatus(204);
});
const listening = app.listen(0, "127.0.0.1", () => console.log(`port ${listening.address().port}`));
