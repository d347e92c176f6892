# What the commands of the guide share: a shop at $shop with its data in $data, an administrator,
# and Ada, who buys lamps. Read it first, it is short; then, in the folder of README.md:
#   . docs/labs/shop.sh
shop=http://127.0.0.1:8080
folder=build/guide
data=$folder/data
export CLEAVE_STORAGE_DIRECTORY=$data
export CLEAVE_ADMIN_PASSWORD='a long password'
mkdir -p "$folder"

# new_shop: an administrator and the hundred products of the demo, in databases of their own.
new_shop() {
  rm -rf "$data"
  build/cleave admin create admin@example.com --config monolith <<<"$CLEAVE_ADMIN_PASSWORD"
  build/cleave import demo/products.csv --config monolith 2>/dev/null
}

# open_shop EXECUTABLE [OPTION…]: a shop in one process, which bears faults, on the data there is.
open_shop() {
  local executable=$1
  shift
  "$executable" serve --config monolith --set faults.enabled=true "$@" >"$folder/shop.log" 2>&1 &
  gateway=$!
  ready
}

close_shop() {
  kill "$gateway"
  wait "$gateway"
}

# ready: waits until the shop answers, and shows what it says of itself.
ready() {
  curl -s --retry 60 --retry-delay 1 --retry-connrefused "$shop/readyz"
  echo
}

# ask METHOD PATH [JSON] [curl option…]: one request to the API, as whoever $token says.
ask() {
  local method=$1 path=$2 body=${3:-}
  shift $(($# < 3 ? $# : 3))
  curl -s -X "$method" "$shop/api/v1/$path" -H 'Content-Type: application/json' \
    ${token:+-H "Authorization: Bearer $token"} ${body:+-d "$body"} "$@"
}

# login EMAIL: sets $token.
login() {
  token=
  token=$(ask POST auth/login "{\"email\":\"$1\",\"password\":\"a long password\"}" |
    jq -r .access_token)
}

register_ada() {
  token=
  ask POST auth/register '{"email":"ada@example.com","password":"a long password","name":"Ada"}' |
    jq -r .email
}

# buy [METHOD]: Ada puts a lamp into her cart and buys it. Says what became of the order, and keeps
# its id in $order.
buy() {
  local answer lamp
  login ada@example.com
  lamp=$(ask GET 'products?q=lamp' | jq -r '.items[0].id')
  ask POST cart/items "{\"product_id\":\"$lamp\",\"quantity\":1}" >"$folder/cart.json"
  answer=$(ask POST orders "{\"payment_method\":\"${1:-pm_card_visa}\",\"shipping_address\":{
    \"name\":\"Ada\",\"line1\":\"1 High Street\",\"city\":\"York\",\"postal_code\":\"YO1 1AA\",
    \"country\":\"GB\"}}" -H "Idempotency-Key: $(date +%s%N)")
  order=$(jq -r '.id // .order_id' <<<"$answer")
  jq -r '.status | "the order is \(.)"' <<<"$answer"
}

# fill_cart N: Ada puts one each of N products into her cart.
fill_cart() {
  local product
  login ada@example.com
  for product in $(ask GET "products?limit=$1" | jq -r '.items[].id'); do
    ask POST cart/items "{\"product_id\":\"$product\",\"quantity\":1}" >"$folder/cart.json"
  done
}

# long_carts: recorded orders of ten products each, for cleave compare.
long_carts() {
  echo InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
  awk -F , 'NR > 1 { printf "%d,%s,,1,,1.00,%d\n", 1000 + (NR - 2) / 10, $1, (NR - 2) / 10 }' \
    demo/products.csv
}

# ledger REPORT CALLER MESSAGE: about how often it was sent for a request, in each layout.
ledger() {
  jq -r --arg caller "$2" --arg message "$3" '.ledger.arms[] | .arm as $arm | .rows[] |
    select(.caller == $caller and .message == $message) |
    [$arm, .transport, .per_request] | @tsv' "$1/report.json" |
    awk -F '\t' '{ verdict = $3 > 1.5 ? ": chatty" : ""
      printf "%-10s%-7s%.0f for each request%s\n", $1, $2, $3, verdict }'
}

# admin PATH: what an administrator may read.
admin() {
  login admin@example.com
  ask GET "admin/$1"
}

# fault MODULE RULES: what goes wrong with messages to MODULE from now on; [] ends it.
fault() {
  login admin@example.com
  ask PUT "admin/faults/$1" "{\"rules\":$2}"
  echo
}

# owed: what order still has to tell others.
owed() {
  build/cleave events list order --url "$shop" --email admin@example.com
}

# trace: what was done for $order, in which process, how it came there, and how long it took;
# without what codecs and queues had of it. Gives the relays five seconds to come to an end.
trace() {
  local id
  for _ in {1..50}; do
    if owed | grep -q '^0 owed'; then break; fi
    sleep 0.1
  done
  id=$(admin "traces?subject=$order" | jq -r '.items[0].trace_id')
  admin "traces/$id" |
    jq -r '.spans[] | select(.name | IN("encode", "decode", "queue") | not) |
      [("  " * .depth // "") + .name +
      if .name == "transaction" then " of \(.callee)" else "" end,
      .process, .transport, "\(.took_us) µs"] | join("\t")' |
    awk -F '\t' '{ printf "%-38s %-13s %-6s %9s\n", $1, $2, $3, $4 }'
}

# mails: the subjects of what was mailed to Ada, oldest first.
mails() {
  python3 -c 'import email, email.policy, sys
for name in sorted(sys.argv[1:]):
    with open(name, encoding="utf-8") as file:
        mail = email.message_from_file(file, policy=email.policy.default)
    if "ada@example.com" in mail["To"]: print(mail["Subject"])' "$data"/mail/*.eml
}
