/* Nhớ cỡ chữ và độ tương phản trên máy của người đọc; không dùng cookie. */
try{for(const i of document.querySelectorAll(".opt input")){if(localStorage[i.id])i.checked=localStorage[i.id]==1
i.form.addEventListener("change",()=>localStorage[i.id]=i.checked?1:0)}}catch(e){}
