/// What a shop sells, to whom, and how they pay.
[<RequireQualifiedAccess>]
module Polar.FakeServer.Tests.Properties.Offer

let addresses =
    [| """{"country":"FR"}"""
       """{"country":"US","state":"US-NY","line1":"1 Main St","city":"New York","postal_code":"10001"}"""
       """{"country":"CA","state":"CA-QC"}"""
       """{"country":"MX"}""" |]

let cards =
    [| "tok_visa"
       "ctoken_ok"
       "ctoken_decline_renewal"
       "ctoken_decline_2"
       "ctoken_decline_off_session_expired_card"
       "ctoken_async"
       "ctoken_decline" |]

let behaviors = [| "prorate"; "invoice"; "next_period"; "reset" |]
let endings = [| "won"; "lost"; "under_review" |]

/// The bodies of products.
let products =
    [ """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":1000}]}"""
      """{"name":"Card","prices":[{"amount_type":"fixed","price_amount":333}]}"""
      """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":2999}]}"""
      """{"name":"Max","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":10001}]}"""
      """{"name":"Yearly","recurring_interval":"year","prices":[{"amount_type":"fixed","price_amount":29000}]}"""
      """{"name":"Weekly","recurring_interval":"week","recurring_interval_count":2,"prices":[{"amount_type":"fixed","price_amount":777}]}"""
      """{"name":"Team","recurring_interval":"month","prices":[{"amount_type":"seat_based","seat_tiers":{"seat_tier_type":"graduated","tiers":[{"min_seats":1,"max_seats":3,"price_per_seat":999},{"min_seats":4,"price_per_seat":801}]}}]}"""
      """{"name":"Free","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":0}]}"""
      """{"name":"Trial","recurring_interval":"month","trial_interval":"day","trial_interval_count":10,"prices":[{"amount_type":"fixed","price_amount":1500}]}""" ]

/// The bodies of discounts.
let discounts =
    [ """{"name":"Once","type":"percentage","basis_points":2900,"duration":"once"}"""
      """{"name":"Quarter","type":"fixed","amount":500,"currency":"usd","duration":"repeating","duration_in_months":3}"""
      """{"name":"Always","type":"percentage","basis_points":1000,"duration":"forever"}""" ]
